#!/usr/bin/env python3
"""Checks evidence of an EMIS Hub without the hub: a case pack, a ledger's folder, or a single proof.

Python 3.9 or newer, its standard library, and the program openssl (3.0 or newer) for Ed25519 signatures. Nothing is written, sent or asked.
Written from RFC 6962, RFC 8785 and the C2SP texts signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and tlog-proof; time stamps (RFC 3161) are
left to openssl. Shares no code with the hub.

Exit codes: 0 verified, 1 failed, 2 wrong usage, 3 cannot decide.
"""
import sys

if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    # Python looks for its library beside a program first: there a pack could have put another one. sys is built in.
    del sys.path[0]

import os

if __name__ == "__main__" and not sys.flags.isolated:
    # PYTHONPATH with an empty part means the folder in which this is run.
    BESIDE = (os.getcwd(), os.path.dirname(os.path.abspath(globals().get("__file__", "."))))
    sys.path[:] = [place for place in sys.path if os.path.abspath(place) not in BESIDE]

import argparse
import base64
import binascii
import calendar
import concurrent.futures
import hashlib
import hmac
import json
import re
import shutil
import stat
import struct
import subprocess
import tempfile
import time
import zlib

VERIFIED, FAILED, USAGE, UNDECIDED = 0, 1, 2, 3

MOST_FILES = 65000
MOST_FILE_BYTES = 64 << 20
MOST_PACK_BYTES = 512 << 20
MOST_LISTING_BYTES = 16 << 20
MOST_NOTE_BYTES = 64 << 10
MOST_NOTES = 400000
MOST_LEAF_BYTES = 65535
MOST_CHANGES = 100
TILE = 256

# ---------------------------------------------------------------------------------------------------------------- words

TEXTS = {
    # What was proved.
    "about": ("The pack is about the {kind} {id}. It was asked for at {time} and made at {made}, and says nothing of what came after.",
              "Пакет изготовлен по запросу ({kind}: {id}). Запрос внесён в журнал в {time}, пакет изготовлен в {made}; о том, что было после, он не говорит."),
    "about-part": ("The pack is about the {kind} {id}, up to {to}. It says of itself that it was made at {made}; when it was asked for is not in it.",
                   "Пакет изготовлен по запросу ({kind}: {id}) по состоянию до {to}. По его словам, он изготовлен в {made}; записи о запросе в нём нет."),
    "files": ("Each of the {n} files is the one that was packed; none is missing and none was added.",
              "Каждый из файлов ({n}) именно тот, что был упакован; ни один не пропал и не добавлен."),
    "signed": ("The pack was made by the holder of the key {key}.", "Пакет изготовлен владельцем ключа {key}."),
    "checkpoint": ("The ledger's state of {size} entries was signed with that key.",
                   "Состояние журнала из {size} записей подписано этим ключом."),
    "history": ("The signed states here ({n}) are of one ledger that was only ever appended to.",
                "Подписанные состояния отсюда ({n}) принадлежат одному журналу, который только дополнялся."),
    "continues": ("Nothing was changed or removed among the {size} entries of the older checkpoint that you hold.",
                  "Среди {size} записей более ранней контрольной точки, которая есть у вас, ничего не изменено и не удалено."),
    "keys": ("The ledger's key changed (times: {n}): each time the key before signed that the next one follows, and a state with the entry that says so.",
             "Ключ журнала менялся (раз: {n}): каждый раз прежний ключ подписал, какой следует за ним, и состояние с записью об этом."),
    "entries": ("Each of the {n} entries stands unchanged in the ledger, at its own place.",
                "Каждая из записей ({n}) стоит в журнале без изменений, на своём месте."),
    "sides": ("The opened personal sides ({n}) are the ones that the entries commit to.",
              "Раскрытые персональные части ({n}) — именно те, на которые указывают записи."),
    "erased-sides": ("The personal sides of {n} entries cannot be opened: erased on {date}, tombstone entry {entry} ({reason}).",
                     "Персональные части записей ({n}) открыть нельзя: стёрты {date}, запись об этом № {entry} ({reason})."),
    "chain": ("In the child's log, as it is shown here, each entry names the one before: it is without a gap from its entry number {first} to number {last}, which is the look-up for this pack.",
              "В журнале ребёнка, каким он показан здесь, каждая запись называет предыдущую: пропусков нет от записи № {first} до № {last}, то есть до запроса этого пакета."),
    "chain-part": ("In the child's log, as it is shown here, each entry names the one before: it is without a gap from its entry number {first} to number {last}.",
                   "В журнале ребёнка, каким он показан здесь, каждая запись называет предыдущую: пропусков нет от записи № {first} до № {last}."),
    "agreements": ("The agreement texts ({n}) are the ones that the entries name by their hashes.",
                   "Тексты соглашений ({n}) — именно те, что указаны в записях своими хэшами."),
    "certificates": ("The members' certificates ({n}) are issued by the registry's authority that is in the pack, and were valid when entries name their holders.",
                     "Сертификаты участников ({n}) выданы центром реестра, чей сертификат есть в пакете, и действовали, когда записи называют их владельцев."),
    "order": ("Everything that was delivered had been entered as released before it left.",
              "Всё доставленное было до отправки внесено в журнал как раскрытое."),
    "disclosures": ("The list of {n} disclosures says exactly what the entries say.",
                    "Список раскрытий ({n}) говорит в точности то же, что и записи."),
    "tree": ("All {size} entries, recomputed one by one, make up the tree that was signed; every tile is of that tree.",
             "Все {size} записей, пересчитанные по одной, образуют подписанное дерево; каждый фрагмент принадлежит ему."),
    "inclusion": ("The entry stands in the ledger at place {index}, among {size} entries.",
                  "Запись стоит в журнале на месте {index} среди {size} записей."),
    "index": ("Some entry with the hash {hash} stands in the ledger at place {index}, among {size} entries.",
              "Запись с хэшем {hash} стоит в журнале на месте {index} среди {size} записей."),
    "cosigned": ("The witness {name} cosigned the ledger's state of {size} entries at {time}: {n} of the {all} entries here were in it.",
                 "Свидетель {name} заверил состояние журнала из {size} записей в {time}: в нём было записей отсюда {n} из {all}."),
    "stamped": ("The authority for the time stamped the ledger's state of {size} entries at {time}: {n} of the {all} entries here existed by then.",
                "Служба времени поставила штамп на состояние журнала из {size} записей в {time}: записей отсюда к тому времени было {n} из {all}."),
    "vectors": ("{n} test vectors give the answers that they are to give.", "{n} тестовых примеров дают ожидаемые ответы."),
    # What was not.
    "no-key": ("That the key is the hub's own: it was read from the pack itself. Get it another way and give it with --key.",
               "Что ключ принадлежит хабу: он прочитан из самого пакета. Получите его иным путём и укажите с --key."),
    "no-older": ("That the whole history was not replaced: for that, give a checkpoint from an earlier day with --checkpoint.",
                 "Что вся история не подменена: для этого укажите контрольную точку за прошлый день с --checkpoint."),
    "witness-named": ("That the witness {name} cosigned the state of {size} entries at {time}: it is named here, not checked. Give its key with --witness.",
                      "Что свидетель {name} заверил состояние из {size} записей в {time}: он здесь назван, но не проверен. Укажите его ключ с --witness."),
    "witness-absent": ("That the witness {name}, whose key you gave, cosigned any state in here: none is by it.",
                       "Что свидетель {name}, чей ключ вы указали, заверил хоть одно состояние: его подписи здесь нет."),
    "witness-pending": ("That the witness {name} saw the newest {n} entries here: its cosignature was still pending.",
                        "Что свидетель {name} видел последние записи отсюда ({n}): его заверение ещё ожидалось."),
    "no-witness": ("That anybody but the hub saw this ledger: no witness cosigned any state in here.",
                   "Что этот журнал видел кто-либо, кроме хаба: ни одно состояние здесь не заверено свидетелем."),
    "stamp-named": ("That the state of {size} entries existed at {time}: a time stamp in here says so, not checked. Give the authority's certificate with --tsa.",
                    "Что состояние из {size} записей существовало в {time}: так говорит штамп времени, но он не проверен. Укажите сертификат службы с --tsa."),
    "stamp-pending": ("When the newest {n} entries here were made, but by the hub's own clock: their time stamp was still pending.",
                      "Когда сделаны последние записи отсюда ({n}), кроме как по часам самого хаба: их штамп времени ещё ожидался."),
    "no-stamp": ("When all this was, but by the hub's own clock: no time stamp of an authority is in the pack.",
                 "Когда всё это было, кроме как по часам самого хаба: штампа службы времени в пакете нет."),
    "truth": ("That what the systems told the hub was true: only that it was recorded so, and not changed since.",
              "Что сообщённое хабу системами верно: только то, что так было записано и с тех пор не изменено."),
    "other-script": ("Anything, if this program was itself changed: use a copy that you got elsewhere.",
                     "Ничего, если изменена сама эта программа: используйте копию, полученную из другого места."),
    "not-all": ("That these are all the entries of the {kind}: only those of a child's own log name one another.",
                "Что это все записи ({kind}): называют друг друга только записи журнала ребёнка."),
    "second-chain": ("That the hub kept no second log of the child: whoever runs it could chain an entry to an older one than the newest, and show what lay between in no pack.",
                     "Что хаб не вёл второго журнала ребёнка: тот, кто им управляет, мог сцепить запись не с последней, а с более ранней, и не показать лежащего между ними ни в одном пакете."),
    "after": ("Anything that came after {time}, when the pack was asked for: for that, ask for a new one.",
              "Что было после {time}, когда пакет был запрошен: для этого запросите новый."),
    "period": ("Anything outside of the time from {from} to {to}: the pack says of itself that it was asked for no more. Whether entries of that time are left out at either end cannot be told from it.",
               "Что было вне времени от {from} до {to}: пакет сам говорит, что большего не запрашивали. Не опущены ли записи этого времени в его начале или конце, по нему не сказать."),
    "starts-late": ("What came before number {first} of the child's log: the pack says of itself that it was not asked for.",
                    "Что было до записи № {first} журнала ребёнка: пакет сам говорит, что этого не запрашивали."),
    "starts-erased": ("What came before number {first} of the child's log: it was erased on {date}, tombstone entry {entry}.",
                      "Что было до записи № {first} журнала ребёнка: оно стёрто {date}, запись об этом № {entry}."),
    "ends-early": ("What came after number {last} of the child's log: the pack was asked for up to {to}.",
                   "Что было после записи № {last} журнала ребёнка: пакет запрошен до {to}."),
    "erased": ("That nothing of the child was erased before: an erasure leaves a tombstone that names nobody, and a new log begins at 1.",
               "Что ничего о ребёнке не было стёрто ранее: стирание оставляет отметку без имени, и новый журнал начинается с 1."),
    "unchained": ("That there is no gap among {n} entries of the child from before the log of a child was chained.",
                  "Что нет пропусков среди записей ребёнка ({n}), сделанных до введения цепочки."),
    "closed-sides": ("What the personal sides of {n} entries say: they are not in the pack.",
                     "Что говорят персональные части записей ({n}): их нет в пакете."),
    "old-notes": ("The notes of {n} sides of an older kind, of which only child and actor are committed to.",
                  "Примечания персональных частей ({n}) старого вида: подтверждены лишь ребёнок и действующее лицо."),
    "no-text": ("What the agreement with the hash {hash} says: its text is not in the pack.",
                "Что говорит соглашение с хэшем {hash}: его текста нет в пакете."),
    "no-certificate": ("With which key {system} signed, if it signs: the hub knew no signing certificate of it then. Who answers over mutual TLS, or by files, signs no messages.",
                       "Каким ключом подписывал участник {system}, если подписывал: тогда хаб не знал его сертификата подписи. Кто отвечает по взаимному TLS или файлами, сообщений не подписывает."),
    "not-issued": ("That {name} was issued by the registry's authority: openssl does not find so.",
                   "Что {name} выдан центром реестра: openssl этого не находит."),
    "registered": ("That the members were registered with these certificates then, beyond the word of the hub.",
                   "Что участники были тогда зарегистрированы с этими сертификатами — сверх слов самого хаба."),
    "before": ("Whether {n} deliveries were released before: their releases are outside of the pack.",
               "Были ли доставки ({n}) раскрыты ранее: записей об этом нет в пакете."),
    "beside": ("The README, the hub's own certificates and what the pack says of itself, beyond being what its maker signed.",
               "README, сертификаты хаба и сведения пакета о себе — сверх того, что их подписал изготовитель."),
    "newer-states": ("That the signed states here of more than {size} entries ({n}) continue this one: their entries are not here.",
                     "Что подписанные состояния отсюда, в которых больше {size} записей ({n}), продолжают это: их записей здесь нет."),
    "newer": ("{n} entries or tiles that are newer than the checkpoint.", "Записи или фрагменты новее контрольной точки: {n}."),
    "not-read": ("What {name} says: it is not read.", "Что говорит {name}: файл не читается."),
    "no-leaf": ("What the entry says: give its file with --leaf.", "Что говорит запись: укажите её файл с --leaf."),
    # What failed.
    "file-missing": ("{name}: the file is missing.", "{name}: файл отсутствует."),
    "file-extra": ("{name}: the file is not one of the pack.", "{name}: файл не принадлежит пакету."),
    "file-beside": ("{name}: no file of a ledger's folder. Check a copy in which nothing else lies.",
                    "{name}: такой файл не относится к папке журнала. Проверьте копию, в которой нет ничего другого."),
    "file-changed": ("{name}: the file was changed.", "{name}: файл изменён."),
    "path": ("{name}: such a name, or such a kind of file, is refused.", "{name}: такое имя или такой вид файла не допускается."),
    "too-large": ("{name}: larger than is read.", "{name}: больше, чем допускается читать."),
    "zip": ("The zip is not as the hub wrote it ({why}). If somebody packed it anew: unpack it into an empty folder and check that.",
            "Архив не таков, каким его записал хаб ({why}). Если его упаковали заново: распакуйте в пустую папку и проверьте её."),
    "pack-json": ("pack.json is not what it must be: {why}.", "pack.json не таков, каким должен быть: {why}."),
    "key": ("The key {key} is not one, or not that of this ledger.", "Ключ {key} не является ключом или не принадлежит этому журналу."),
    "other-key": ("The pack names another key than the one you gave.", "Пакет называет не тот ключ, который указали вы."),
    "key-retired": ("The state of {size} entries is signed with a key that was retired before the one you gave: whoever has a retired key could sign anything with it. "
                    "Ask for something newer, or give the older key if you believe it.",
                    "Состояние из {size} записей подписано ключом, выведенным из действия до того, который указали вы: его владелец мог бы подписать им что угодно. "
                    "Запросите более новое или укажите прежний ключ, если доверяете ему."),
    "key-change": ("keys.json: a change of the ledger's key does not hold ({why}).", "keys.json: смена ключа журнала неверна ({why})."),
    "note": ("{name}: not a signed note of this ledger ({why}).", "{name}: не подписанная записка этого журнала ({why})."),
    "signature": ("{name}: the signature does not hold.", "{name}: подпись неверна."),
    "cosignature": ("{name}: the cosignature of the witness {witness} does not hold.", "{name}: заверение свидетеля {witness} неверно."),
    "stamp": ("checkpoint.tsr: the time stamp does not hold ({why}).", "checkpoint.tsr: штамп времени неверен ({why})."),
    "pack-sig": ("pack.sig is not of this pack.json.", "pack.sig не относится к этому pack.json."),
    "pack-size": ("The pack and its checkpoint do not say the same size.", "Пакет и его контрольная точка указывают разные размеры."),
    "fork": ("Two different states of {size} entries were signed: one ledger was shown to some and another to others.",
             "Подписаны два разных состояния из {size} записей: одним показывали один журнал, другим — другой."),
    "not-consistent": ("The ledger of {to} entries is not a continuation of the one of {from}: something older was changed.",
                       "Журнал из {to} записей не продолжает журнал из {from}: изменено что-то более раннее."),
    "rolled-back": ("It ends at {size} entries, and the checkpoint that you hold is of {older}: entries are gone, or this is older than your checkpoint.",
                    "Всего записей {size}, а ваша контрольная точка — на {older}: записи пропали, либо это старше вашей контрольной точки."),
    "unknown-older": ("The hub no longer says that it signed your checkpoint of {size} entries.",
                      "Хаб более не признаёт, что подписал вашу контрольную точку на {size} записей."),
    "leaf": ("Entry {sequence}: {why}.", "Запись {sequence}: {why}."),
    "proof": ("Entry {sequence}: the proof does not hold ({why}).", "Запись {sequence}: доказательство неверно ({why})."),
    "side": ("Entry {sequence}: its personal side is not the one that was entered ({why}).",
             "Запись {sequence}: персональная часть не та, что была внесена ({why})."),
    "gap": ("The child's log has a gap or was changed at entry {sequence} ({why}).",
            "В журнале ребёнка пропуск или изменение у записи {sequence} ({why})."),
    "agreement": ("agreements/{hash}.yaml is not the text with that hash, or no entry names it.",
                  "agreements/{hash}.yaml — не текст с этим хэшем, или его не называет ни одна запись."),
    "certificate": ("{name}: not the certificate that it is to be ({why}).",
                    "{name}: не тот сертификат, каким должен быть ({why})."),
    "not-released": ("Entry {sequence}: delivered, and not released before.", "Запись {sequence}: доставлено, но ранее не раскрыто."),
    "disclosure": ("{name} does not say what the entries say.", "{name} говорит не то, что говорят записи."),
    "look-up": ("The pack and the look-up that it was made for do not go together ({why}): something newer may have been left out.",
                "Пакет и запрос, по которому он изготовлен, не соответствуют друг другу ({why}): могло быть опущено что-то более новое."),
    "subject": ("Entry {sequence} is not of what the pack is about.", "Запись {sequence} не относится к предмету пакета."),
    "bundle": ("{name}: the entries in it cannot be read ({why}).", "{name}: записи в нём не читаются ({why})."),
    "tile": ("{name}: is not of these entries.", "{name}: не из этих записей."),
    "root": ("The entries do not make up the tree of {size} that was signed.", "Записи не образуют подписанное дерево из {size}."),
    "vector": ("{name}: the answer is {found} and must be {expected}.", "{name}: ответ {found}, а должен быть {expected}."),
    "proof-file": ("This is not a proof of a place in the ledger ({why}).", "Это не доказательство места в журнале ({why})."),
    # What cannot be decided.
    "no-openssl": ("The program openssl (3.0 or newer) is needed to check signatures, and was not found or cannot check Ed25519. Install it, or name it with --openssl.",
                   "Для проверки подписей нужна программа openssl (3.0 или новее); она не найдена или не проверяет Ed25519. Установите её или укажите с --openssl."),
    "need-key": ("Whose signature is to be checked? Give the ledger's key with --key.", "Чью подпись проверять? Укажите ключ журнала с --key."),
    "no-proof-older": ("The pack holds no proof for your checkpoint of {size} entries. Ask for a pack with it: hub evidence export --checkpoint FILE.",
                       "В пакете нет доказательства для вашей контрольной точки на {size} записей. Попросите пакет с ней: hub evidence export --checkpoint FILE."),
    "proof-older": ("A single proof is of one state, and yours is of {size} entries: whether it continues your checkpoint of {older} cannot be told from it. Check a pack or the ledger's folder with that checkpoint.",
                    "Отдельное доказательство относится к одному состоянию, здесь — из {size} записей; продолжает ли оно вашу контрольную точку на {older}, по нему не сказать. Проверьте с ней пакет или папку журнала."),
    "version": ("This was written by a later version of the hub ({what}); get its verifier.",
                "Это записано более новой версией хаба ({what}); возьмите её программу проверки."),
    "unreadable": ("{name} cannot be read.", "{name} не читается."),
    "unexpected": ("The check itself came to an end that was not foreseen ({why}).", "Сама проверка закончилась непредвиденно ({why})."),
    "what": ("{name} is neither a case pack, nor a ledger's folder, nor a proof.",
             "{name} — не пакет, не папка журнала и не доказательство."),
    # Frame.
    "VERIFIED": ("VERIFIED", "ПРОВЕРЕНО"),
    "FAILED": ("FAILED: do not rely on this", "НЕ ПРОШЛО ПРОВЕРКУ: на это нельзя полагаться"),
    "UNDECIDED": ("CANNOT DECIDE", "РЕШИТЬ НЕЛЬЗЯ"),
    "proved": ("Proved:", "Доказано:"),
    "not-proved": ("Not proved:", "Не доказано:"),
}


class Failed(Exception):
    """Something is not as it must be."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code, self.values = code, values


class Undecided(Failed):
    """It cannot be said whether it is."""


class Report:
    """What was found, as codes with their values."""

    def __init__(self):
        self.proved, self.open, self.failures, self.undecided = [], [], [], []
        self.facts = {}

    def exit(self):
        return FAILED if self.failures else UNDECIDED if self.undecided else VERIFIED

    def run(self, check, *arguments):
        """Runs a check; what it finds is kept, and the others go on. None when it failed."""
        try:
            return check(*arguments)
        except Undecided as e:
            self.undecided.append((e.code, e.values))
        except Failed as e:
            self.failures.append((e.code, e.values))
        return None


# ------------------------------------------------------------------------------------------------------------- encodings

HEX64 = re.compile(r"[0-9a-f]{64}")
DECIMAL = re.compile(r"0|[1-9][0-9]{0,17}")


def un64(text):
    """Strict base64 (RFC 4648, section 4), of which each value has one spelling; None when it is none."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    given = text if isinstance(text, bytes) else text.encode("ascii")
    return data if base64.b64encode(data) == given else None


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
ESCAPED = re.compile('["\\\\\x00-\x1f]')


def canonical_text(text):
    return '"' + ESCAPED.sub(lambda m: ESCAPES.get(m.group()) or "\\u%04x" % ord(m.group()), text) + '"'


def canonical_number(value):
    """ECMAScript's Number::toString, as RFC 8785, section 3.2.2.3 asks for."""
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("no finite number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = ("%r" % abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    return sign + digits[0] + ("." + digits[1:] if digits[1:] else "") + "e%+d" % (point - 1)


def canonical(value):
    """The canonical JSON text (RFC 8785)."""
    if isinstance(value, str):
        return canonical_text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return canonical_number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(canonical_text(name) + ":" + canonical(value[name]) for name in names) + "}"


def refuse_constant(name):
    raise ValueError(name)


def short_integer(text):
    """RFC 8785 writes no integer longer than this; to read a longer one costs the square of its length."""
    if len(text) > 22:
        raise ValueError("too long")
    return int(text)


def canonical_object(data):
    """The object that these bytes are the canonical JSON of; None when they are not. Finds repeated names too."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=refuse_constant, parse_int=short_integer)
        return value if isinstance(value, dict) and canonical(value).encode("utf-8") == data else None
    except (ValueError, RecursionError, OverflowError):
        return None


# ------------------------------------------------------------------------------------------- trees (RFC 6962, RFC 9162)


def included(leaf, index, size, path, root):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size or len(leaf) != 32 or any(len(hash) != 32 for hash in path):
        return False
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = node_hash(sibling, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def consistent(size1, root1, size2, root2, path):
    """RFC 9162, section 2.1.4.2. That a tree begins with the empty one says nothing, and is refused."""
    if size1 == size2 and size1 >= 0:
        return not path and root1 == root2
    if not 0 < size1 < size2 or not path or any(len(hash) != 32 for hash in [root1, root2, *path]):
        return False
    hashes = list(path)
    if size1 & (size1 - 1) == 0:
        hashes.insert(0, root1)
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = hashes[0]
    for hash in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(hash, old), node_hash(hash, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, hash)
        node, last = node >> 1, last >> 1
    return last == 0 and old == root1 and new == root2


class Tree:
    """A growing tree: the roots of its complete subtrees, largest first."""

    def __init__(self):
        self.roots = []

    def add(self, level, hash):
        while self.roots and self.roots[-1][0] == level:
            hash = node_hash(self.roots.pop()[1], hash)
            level += 1
        self.roots.append((level, hash))

    def root(self):
        if not self.roots:
            return sha256(b"")
        value = self.roots[-1][1]
        for _, left in reversed(self.roots[:-1]):
            value = node_hash(left, value)
        return value

    def with_leaves(self, hashes):
        other = Tree()
        other.roots = list(self.roots)
        for hash in hashes:
            other.add(0, hash)
        return other


def tile_root(hashes):
    digest = hashlib.sha256
    while len(hashes) > 1:
        hashes = [digest(b"\1" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes), 2)]
    return hashes[0]


# ------------------------------------------------------------------------------------------------- signatures and notes

SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")
# RFC 8032, section 7.1, test 2: tells an openssl that cannot from a signature that does not hold.
KNOWN = ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")


class OpenSsl:
    """Ed25519 by the program openssl; what was checked once is remembered."""

    def __init__(self, program="openssl"):
        self.program = program
        self.seen = {}

    def verify(self, key, message, signature):
        question = (key, message, signature)
        if question not in self.seen:
            self.seen[question] = self.ask(*question)
        return self.seen[question]

    def ask(self, key, message, signature):
        holds = self.call(key, message, signature)
        if holds is None and self.call(*map(bytes.fromhex, KNOWN)) is True:
            return False
        if holds is None:
            raise Undecided("no-openssl")
        return holds

    def found(self):
        """The program; none that only lies in the folder in which this is run, where Windows looks first: there it has to be named with its path."""
        program = shutil.which(self.program)
        beside = program and not os.path.dirname(self.program) and os.path.dirname(os.path.abspath(program)) == os.getcwd()
        return None if beside else program

    def call(self, key, message, signature):
        program = self.found()
        if program is None:
            return None
        try:
            with tempfile.TemporaryDirectory(prefix="verify-") as folder:
                paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
                pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(SPKI_ED25519 + key) + b"\n-----END PUBLIC KEY-----\n"
                for path, data in zip(paths, (pem, message, signature)):
                    with open(path, "wb") as file:
                        file.write(data)
                done = subprocess.run(
                    [program, "pkeyutl", "-verify", "-pubin", "-inkey", paths[0], "-rawin", "-in", paths[1], "-sigfile", paths[2]],
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        except (OSError, subprocess.SubprocessError):
            return None
        if done.returncode == 0 and b"Verified Successfully" in done.stdout:
            return True
        return False if b"Verification Failure" in done.stdout else None


    def stamp(self, response, text, authority):
        """The moment (seconds, UTC) that a stamp (RFC 3161) of this text says; with an authority's certificates (PEM), only when they vouch for it."""
        with tempfile.TemporaryDirectory(prefix="verify-") as folder:
            paths = [os.path.join(folder, name) for name in ("response", "text", "authority")]
            for path, data in zip(paths, (response, text, authority or b"")):
                with open(path, "wb") as file:
                    file.write(data)
            # What stands before the token is signed by nobody, and may hold any words.
            status, token, said = self.say("ts", "-reply", "-in", paths[0], "-text").rpartition("\nTST info:\n")
            digits = "".join(re.findall(r"^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){1,16})", said.partition("Message data:")[2], re.MULTILINE))
            seconds = printed_moment(said, "^Time stamp: ")
            if not token or seconds is None or not re.search(r"^Status: Granted", status, re.MULTILINE):
                raise Failed("stamp", why="it cannot be read, or was refused")
            if re.sub("[ -]", "", digits) != sha256(text).hex() or "Hash Algorithm: sha256" not in said:
                raise Failed("stamp", why="it is of another text")
            if authority is not None:
                # Whoever stamped had to be vouched for then; certificates of stampers end before what they stamped is needed.
                said = self.say("ts", "-verify", "-in", paths[0], "-data", paths[1], "-CAfile", paths[2], "-attime", str(seconds))
                if not re.search(r"^Verification: OK$", said, re.MULTILINE):
                    raise Failed("stamp", why="the authority that you gave does not vouch for it")
        return seconds

    def certificate(self, pem, authority, moments):
        """Of a certificate (X.509, PEM): whether it was valid at one of these moments (seconds); whether openssl finds that the authority issued it."""
        with tempfile.TemporaryDirectory(prefix="verify-") as folder:
            paths = [os.path.join(folder, name) for name in ("certificate", "authority")]
            for path, data in zip(paths, (pem, authority)):
                with open(path, "wb") as file:
                    file.write(data)
            said = self.say("x509", "-in", paths[0], "-noout", "-startdate", "-enddate")
            begin, end = (printed_moment(said, name) for name in ("^notBefore=", "^notAfter="))
            valid = [at for at in moments if begin is not None and end is not None and begin <= at <= end]
            if not valid:
                return False, False
            said = self.say("verify", "-CAfile", paths[1], "-partial_chain", "-attime", str(valid[0]), paths[0])
            return True, re.search(r": OK$", said.strip()) is not None

    def say(self, *words):
        """What openssl says, in its one language; none of the words comes from what is checked."""
        program = self.found()
        try:
            done = subprocess.run([program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        except (OSError, TypeError, subprocess.SubprocessError):
            raise Undecided("no-openssl") from None
        if b"nvalid command" in done.stdout:
            raise Undecided("no-openssl")
        return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LOG, WITNESS = 1, 4


def printed_moment(said, before):
    """The moment (seconds, UTC) that openssl prints after these words; None when it prints none."""
    at = re.search(before + r"(\w{3}) +([0-9]{1,2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)? ([0-9]{4}) GMT$", said, re.MULTILINE)
    if not at or at.group(1) not in MONTHS:
        return None
    day, hour, minute, second, year = map(int, at.groups()[1:])
    return calendar.timegm((year, MONTHS.index(at.group(1)) + 1, day, hour, minute, second))


class Key:
    """A verifier key as C2SP signed-note writes it: name+id+base64(type || key); type 1 is a ledger's, 4 a witness's."""

    def __init__(self, text, kind=LOG):
        match = re.fullmatch(r"(%s)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)" % {LOG: "[A-Za-z0-9._/-]{1,100}", WITNESS: r"[^\s+]{1,200}"}[kind], text)
        typed = un64(match.group(3)) if match else None
        if typed is None or len(typed) != 33 or typed[0] != kind:
            raise Failed("key", key=text[:200])
        self.text, self.origin, self.public = text, match.group(1), typed[1:]
        self.id = sha256(self.origin.encode() + b"\n" + typed)[:4]
        if self.id.hex() != match.group(2):
            raise Failed("key", key=text[:200])


class Verifier:
    """One ledger's key, and what checks its signatures; with starts, the keys that signed its checkpoints: (of more entries than, key)."""

    def __init__(self, key, openssl, starts=()):
        self.key, self.openssl, self.starts = key, openssl, list(starts) or [(-1, key)]

    def key_of(self, size):
        """Each key signs up to the first checkpoint over the entry that names the next."""
        return [key for start, key in self.starts if start < size][-1]

    def retired(self, known, size):
        """Whether what is signed of this size is by a key before the one that is known: keys are followed forwards, and older states by the tree alone."""
        texts = [key.text for _, key in self.starts]
        return texts.index(self.key_of(size).text) < texts.index(known.text)

    def open(self, name, note, only=False):
        """The text of a note that this key signed. With only, the note has no other signature."""
        if len(note) > MOST_NOTE_BYTES:
            raise Failed("note", name=name, why="too long")
        text, gap, tail = note.rpartition(b"\n\n")
        lines = tail.split(b"\n")
        if not gap or lines.pop() != b"" or not lines:
            raise Failed("note", name=name, why="not text, an empty line and signatures")
        ours = []
        for line in lines:
            match = re.fullmatch(rb"\xe2\x80\x94 ([^ +\n]+) ([A-Za-z0-9+/]+=*)", line)
            blob = un64(match.group(2)) if match else None
            if blob is None or len(blob) < 5:
                raise Failed("note", name=name, why="a signature line is none")
            if match.group(1) == self.key.origin.encode() and blob[:4] == self.key.id:
                ours.append(blob[4:])
        if len(ours) != 1 or len(ours[0]) != 64 or (only and len(lines) != 1):
            raise Failed("note", name=name, why="not signed with " + self.key.text)
        if not self.openssl.verify(self.key.public, text + b"\n", ours[0]):
            raise Failed("signature", name=name)
        return text + b"\n"

    def checkpoint(self, name, note):
        """(size, root) of a signed checkpoint."""
        written = re.match(rb"[^\n]*\n(0|[1-9][0-9]{0,17})\n", note)
        signer = Verifier(self.key_of(int(written.group(1))), self.openssl) if written else self
        match = re.fullmatch(rb"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n", signer.open(name, note))
        root = un64(match.group(3)) if match else None
        if root is None or match.group(1) != self.key.origin.encode():
            raise Failed("note", name=name, why="not a checkpoint of " + self.key.origin)
        return int(match.group(2)), root

    def checkpoints(self, name, data):
        """Of many notes, an empty line after each (it may be absent after the last)."""
        notes = split_notes(data)
        if notes is None:
            raise Failed("note", name=name, why="not notes with an empty line after each")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            try:
                return list(pool.map(lambda note: self.checkpoint(name, note), notes))
            finally:
                # After one that does not hold the others are not asked for.
                pool.shutdown(wait=False, cancel_futures=True)


NOTE = re.compile(rb"((?:[^\n]+\n)+\n(?:\xe2\x80\x94 [^\n]+\n)+)(?:\n|\Z)")


def split_notes(data):
    """The notes in a file; None when it is not made of them. It is walked once, whatever is in it."""
    notes, at = [], 0
    while at < len(data):
        match = NOTE.match(data, at, at + MOST_NOTE_BYTES + 1)
        if not match or len(match.group(1)) > MOST_NOTE_BYTES or len(notes) >= MOST_NOTES:
            return None
        notes.append(match.group(1))
        at = match.end()
    return notes or None


# ------------------------------------------------------------------------------------------------- who vouches beside the hub


def moment(seconds):
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    except (OverflowError, ValueError, OSError):
        return "?"


def without_signatures(note):
    return note.rpartition(b"\n\n")[0] + b"\n"


def cosignatures(note, origin):
    """The lines of a note that are by others than the ledger: (name, key's id, seconds, signature); of another kind than C2SP tlog-cosignature: no signature."""
    for line in note.rpartition(b"\n\n")[2].split(b"\n")[:-1]:
        name, _, blob = line[len(b"\xe2\x80\x94 "):].partition(b" ")
        if name != origin.encode():
            blob = un64(blob)
            timed = len(blob) == 76
            yield name.decode("utf-8", "replace"), blob[:4], int.from_bytes(blob[4:12], "big") if timed else 0, blob[12:] if timed else b""


def witnesses(notes, verifier, options, report, places):
    """Which witnesses cosigned these notes, (file, size, bytes) each and of the one ledger; places are those of the entries that are shown."""
    newest, work = {}, []
    given = {(key.origin, key.id): key for key in options.witnesses}
    for file, size, note in notes:
        for name, number, seconds, signature in cosignatures(note, verifier.key.origin):
            newest[name, number] = max(newest.get((name, number), (0, 0)), (size, seconds))
            if (name, number) in given:
                work.append((file, name, given[name, number].public, b"cosignature/v1\ntime %d\n" % seconds + without_signatures(note), signature))
    work = list(dict.fromkeys(work))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for (file, name, *_), holds in zip(work, pool.map(lambda one: len(one[4]) == 64 and verifier.openssl.verify(*one[2:]), work)):
            if not holds:
                raise Failed("cosignature", name=file, witness=name)
    for (name, number), (size, seconds) in sorted(newest.items()):
        found, checked = {"name": name, "size": size, "time": moment(seconds) if seconds else "?"}, (name, number) in given
        seen = sum(place < size for place in places)
        report.facts.setdefault("witnesses", []).append({**found, "checked": checked})
        if not checked:
            report.open.append(("witness-named", found))
            continue
        report.proved.append(("cosigned", {**found, "n": seen, "all": len(places)}))
        if seen < len(places):
            report.open.append(("witness-pending", {"name": name, "n": len(places) - seen}))
        # Somebody else kept what was before.
        report.open = [one for one in report.open if one[0] != "no-older"]
    report.open += [("witness-absent", {"name": name}) for name, number in given if (name, number) not in newest]
    if not newest:
        report.open.append(("no-witness", {}))


def sized(name, data, verifier):
    """The notes in a file, which were checked before: (file, size, bytes)."""
    return [(name, checkpoint[0], note) for note, checkpoint in zip(split_notes(data), verifier.checkpoints(name, data))]


def read_proof(data, extra=False):
    """(index, hashes, note) of a tlog-proof, or a word on what is wrong."""
    head, gap, note = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not gap or lines[0] != b"c2sp.org/tlog-proof@v1" or len(data) > MOST_NOTE_BYTES:
        return "it is not written as one"
    del lines[0]
    if extra and lines and re.fullmatch(rb"extra [A-Za-z0-9+/]+=*", lines[0]):
        del lines[0]
    match = re.fullmatch(rb"index (0|[1-9][0-9]{0,17})", lines[0]) if lines else None
    if not match:
        return "it names no place"
    hashes = [un64(line) for line in lines[1:]]
    if len(hashes) > 64 or any(hash is None or len(hash) != 32 for hash in hashes):
        return "its hashes are none"
    return int(match.group(1)), hashes, note


def read_hashes(data):
    """Base64 hashes, one a line; None when they are not."""
    lines = data.split(b"\n")
    if lines.pop() != b"" or len(lines) > 130:
        return None
    hashes = [un64(line) for line in lines]
    return None if any(hash is None or len(hash) != 32 for hash in hashes) else hashes


# --------------------------------------------------------------------------------------------------------------- entries

TIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\.[0-9]{3}Z")
MOMENT = re.compile(r"(?:[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](?:\.[0-9]{1,9})?Z)?")
EVENT = re.compile(r"[A-Z][A-Z_]{1,39}")
SLOT = re.compile(r"[0-9]{4}/(?:0|[1-9][0-9]{0,18})")
LEAF_NAMES = {"version", "sequence", "event", "time", "messageIdHash", "code", "rule", "provider", "client", "withheld", "child", "actor",
              "contentHash", "sideHash", "fields"}


def seconds(text):
    """Seconds since 1970 of a moment in UTC; None when there is no such moment."""
    try:
        return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))
    except ValueError:
        return None


def hex64(value, empty=False):
    return isinstance(value, str) and (HEX64.fullmatch(value) is not None or (empty and value == ""))


def natural(value):
    return type(value) is int and 0 <= value < 1 << 53


def shape_of(leaf):
    """What is wrong with a leaf; None when nothing is."""
    version = leaf.get("version")
    if not natural(version) or version == 0:
        return "it has no version"
    names = set(leaf)
    names.discard("agreement")
    if version == 2:
        if not hex64(leaf.get("side")):
            return "it does not commit to its side"
        names.discard("side")
        if "erased" in names:
            slots = leaf["erased"]
            if leaf.get("event") != "ERASED" or not isinstance(slots, list) or not all(
                    isinstance(slot, str) and SLOT.fullmatch(slot) for slot in slots):
                return "its tombstone is none"
            names.discard("erased")
    if names != LEAF_NAMES:
        return "it has not the fields of an entry"
    texts = (leaf["code"], leaf["rule"], leaf["provider"], leaf["client"], leaf["event"], leaf["time"])
    fields = leaf["fields"]
    if not all(isinstance(text, str) for text in texts) or not EVENT.fullmatch(leaf["event"]) or not TIME.fullmatch(leaf["time"]):
        return "a text in it is none"
    if not natural(leaf["sequence"]) or not natural(leaf["withheld"]):
        return "a number in it is none"
    if not (hex64(leaf["messageIdHash"]) and hex64(leaf["sideHash"]) and hex64(leaf["child"], True) and hex64(leaf["actor"], True)
            and hex64(leaf["contentHash"], True)):
        return "a hash in it is none"
    if not isinstance(fields, list) or not all(isinstance(field, str) for field in fields):
        return "its names of fields are none"
    if len(fields) > 1 and fields != sorted(fields, key=lambda field: field.encode("utf-16-be", "surrogatepass")):
        return "its names of fields are not in order"
    if "agreement" in leaf:
        agreement = leaf["agreement"]
        if (not isinstance(agreement, dict) or set(agreement) != {"id", "version", "bundleHash"} or not isinstance(agreement["id"], str)
                or not natural(agreement["version"]) or not isinstance(agreement["bundleHash"], str)):
            return "its agreement is none"
    return None


H, S, N = r"[0-9a-f]{64}", r"[ !#-\[\]-~]*", r"(?:0|[1-9][0-9]{0,14})"
# Nearly every entry is written so; it says the same as shape_of and canonical, and a million are read in seconds. What does not match is read the long way.
PLAIN = re.compile((
    r'\{"actor":"(?:%(H)s)?",(?:"agreement":\{"bundleHash":"%(S)s","id":"%(S)s","version":%(N)s\},)?"child":"(?:%(H)s)?","client":"%(S)s",'
    r'"code":"%(S)s","contentHash":"(?:%(H)s)?","event":"(?P<event>[A-Z][A-Z_]{1,39})","fields":\[(?:"(?P<fields>%(S)s(?:","%(S)s)*)")?\],'
    r'"messageIdHash":"(?P<message>%(H)s)","provider":"%(S)s","rule":"(?P<rule>%(S)s)","sequence":(?P<sequence>%(N)s),(?P<side>"side":"%(H)s",)?'
    r'"sideHash":"%(H)s","time":"%(T)s","version":(?P<version>[12]),"withheld":%(N)s\}') % {"H": H, "S": S, "N": N, "T": TIME.pattern})


def glance(data, sequence):
    """What the order of entries needs of one: (version, event, message, rule)."""
    match = PLAIN.fullmatch(data.decode("latin-1"))
    if match and int(match["sequence"]) == sequence and (match["side"] is not None) == (match["version"] == "2") and len(data) <= MOST_LEAF_BYTES:
        fields = (match["fields"] or "").split('","')
        if fields == sorted(fields):
            return int(match["version"]), match["event"], match["message"], match["rule"]
    leaf = read_leaf(data, sequence)
    return leaf["version"], leaf["event"], leaf["messageIdHash"], leaf["rule"]


def read_leaf(data, sequence):
    """The entry in these bytes, which must be the one at this place."""
    if len(data) > MOST_LEAF_BYTES:
        raise Failed("leaf", sequence=sequence, why="it is too long")
    leaf = canonical_object(data)
    if leaf is None:
        raise Failed("leaf", sequence=sequence, why="it is not canonical JSON")
    if type(leaf.get("version")) is int and leaf["version"] > 2:
        raise Undecided("version", what="entry %d" % sequence)
    wrong = shape_of(leaf)
    if wrong:
        raise Failed("leaf", sequence=sequence, why=wrong)
    if leaf["sequence"] != sequence:
        raise Failed("leaf", sequence=sequence, why="it names another place")
    return leaf


# ------------------------------------------------------------------------------------------------------ changes of the key


def read_changes(data, known, openssl):
    """How a ledger's keys followed one another (keys.json): the keys with the size after which each signs, and the states that were signed when they changed."""
    listing = canonical_object(data)
    if listing and type(listing.get("version")) is int and listing["version"] > 1:
        raise Undecided("version", what="keys.json")
    changes = listing.get("changes") if listing else None
    if (not listing or set(listing) != {"version", "changes"} or type(listing["version"]) is not int or listing["version"] != 1
            or not isinstance(changes, list) or not 0 < len(changes) <= MOST_CHANGES):
        raise Failed("key-change", why="it is not written as one")
    for change in changes:
        if not isinstance(change, dict) or set(change) != {"note", "leaf", "proof"} or not all(isinstance(text, str) for text in change.values()):
            raise Failed("key-change", why="it is not written as one")
    if not any(known.text in change["note"].split("\n") for change in changes):
        raise Failed("other-key")
    starts, states = [], []
    for change in changes:
        old, new, entry, size, root = read_change(*(change[name].encode("utf-8") for name in ("note", "leaf", "proof")), openssl)
        starts = starts or [(-1, old)]
        if starts[-1][1].text != old.text or entry < starts[-1][0] or new.text in [key.text for _, key in starts]:
            raise Failed("key-change", why="it does not follow the one before")
        starts.append((size, new))
        states.append((size, root))
    return starts, states


def read_change(note, leaf, proof, openssl):
    """One change: both keys signed that the one follows the other, and the older one a state with the entry that says so."""
    match = re.fullmatch(rb"emishub ledger key v1\n([^\n]+)\n([^\n]+)\n", note.rpartition(b"\n\n")[0] + b"\n")
    if not match:
        raise Failed("key-change", why="it names no two keys")
    old, new = (Key(text.decode("utf-8", "replace")) for text in match.groups())
    if old.origin != new.origin:
        raise Failed("key-change", why="it leads to another ledger")
    for key in (old, new):
        Verifier(key, openssl).open("keys.json", note)
    proof = read_proof(proof)
    if isinstance(proof, str):
        raise Failed("key-change", why=proof)
    index, hashes, checkpoint = proof
    size, root = Verifier(old, openssl).checkpoint("keys.json", checkpoint)
    entry = read_leaf(leaf, index)
    if entry["event"] != "KEY_CHANGED" or entry["contentHash"] != sha256(note).hex():
        raise Failed("key-change", why="entry %d does not say so" % index)
    if not included(leaf_hash(leaf), index, size, hashes, root):
        raise Failed("key-change", why="entry %d is not in what the key before signed" % index)
    return old, new, index, size, root


def key_notes(data):
    """What each change of the key says, oldest first."""
    listing = canonical_object(data)
    changes = listing.get("changes") if listing else None
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        raise Failed("key-change", why="it is not written as one")
    return [change.get("note") for change in changes]


def keys_from(known, there, given, openssl, report):
    """What checks a ledger's signatures, by a key that is known and all that follow one another with it; and the states that were signed when they changed.
    How they did lies with what is checked, or was given; where both, the shorter must be the beginning of the longer."""
    data = given if there is None else there
    if data is None:
        return Verifier(known, openssl), []
    if there is not None and given is not None and any(one != other for one, other in zip(key_notes(there), key_notes(given))):
        raise Failed("key-change", why="the one that you gave tells of other keys")
    starts, states = read_changes(data, known, openssl)
    report.proved.append(("keys", {"n": len(states)}))
    return Verifier(known, openssl, starts), states


DELIVERIES = ("DELIVERED", "RECEIPTED")


class Order:
    """That what was delivered had been released, and that no entry is of the hub's first version after one that is not. A package's parts have entries of their own."""

    def __init__(self):
        self.released, self.unknown, self.deliveries, self.later = set(), 0, 0, False

    def see(self, sequence, version, event, message, rule, whole):
        if version == 1 and self.later:
            # What an entry of that version does not commit to could be chosen today.
            raise Failed("leaf", sequence=sequence, why="its version is older than that of an entry before it")
        self.later = self.later or version > 1
        if event == "RELEASED":
            self.released.add(bytes.fromhex(message))
        elif event in DELIVERIES and not rule.startswith("package: "):
            self.deliveries += 1
            if bytes.fromhex(message) not in self.released:
                if whole:
                    raise Failed("not-released", sequence=sequence)
                self.unknown += 1


# ----------------------------------------------------------------------------------------------------------------- files


def read_file(path, name, most):
    """A plain file's bytes; links, devices and what is larger are refused."""
    try:
        about = os.lstat(path)
        if not stat.S_ISREG(about.st_mode):
            raise Failed("path", name=name)
        if about.st_size > most:
            raise Failed("too-large", name=name)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise Failed("file-missing", name=name) from None
    except (OSError, ValueError):
        raise Undecided("unreadable", name=name) from None
    if len(data) > most:
        raise Failed("too-large", name=name)
    return data


def given_file(path, most=MOST_FILE_BYTES):
    """A file that was named on the command line; there it may be a link."""
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError):
        raise Undecided("unreadable", name=path) from None
    if len(data) > most:
        raise Failed("too-large", name=path)
    return data


PACK_NAMES = re.compile(
    r"README\.txt|keys\.json|pack\.json|pack\.sig|checkpoint(?:\.tsr(?:\.txt)?)?|checkpoints\.txt|disclosures\.csv|disclosures\.jsonl|verify\.py"
    r"|leaves/(?:0|[1-9][0-9]{0,17})\.json|proofs/(?:0|[1-9][0-9]{0,17})\.txt|consistency/[1-9][0-9]{0,17}-[1-9][0-9]{0,17}\.txt"
    r"|sides/(?:0|[1-9][0-9]{0,17})\.(?:json|sealed)|agreements/[0-9a-f]{64}\.yaml|certificates/(?:authority|(?:hub|[a-z0-9-]+\.[a-z0-9-]+)-[A-Za-z0-9_-]{43})\.pem")


def printable(name):
    return name.encode("ascii", "backslashreplace").decode("ascii")[:200]


def read_folder(folder, given=()):
    """A pack's files by name, from a folder; of what is not a pack's, only zips of the same pack and the files given on the command line may lie there."""
    files, zips, total = {}, [], 0
    apart = {os.path.realpath(path) for path in given}
    for name, path in walk(folder):
        if not PACK_NAMES.fullmatch(name):
            if os.path.realpath(path) in apart and not os.path.islink(path):
                continue
            if "/" not in name and name.endswith(".zip"):
                zips.append((name, path))
                continue
            raise Failed("file-extra" if re.fullmatch(r"[A-Za-z0-9._/-]+", name) else "path", name=printable(name))
        if len(files) >= MOST_FILES:
            raise Failed("too-large", name="the folder")
        files[name] = read_file(path, name, min(MOST_FILE_BYTES, MOST_PACK_BYTES - total))
        total += len(files[name])
    for name, path in zips:
        if read_zip(read_file(path, name, MOST_PACK_BYTES)) != files:
            raise Failed("file-extra", name=printable(name))
    return files


def walk(folder):
    """Every file below, with its name written with slashes; neither links nor empty folders are followed or allowed."""
    stack = [("", folder)]
    while stack:
        prefix, at = stack.pop()
        try:
            entries = sorted(os.scandir(at), key=lambda entry: entry.name)
        except OSError:
            raise Undecided("unreadable", name=prefix or at) from None
        if prefix and (not entries or prefix.count("/") > 8):
            raise Failed("path", name=printable(prefix))
        for entry in entries:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                stack.append((name + "/", entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield name, entry.path
            else:
                raise Failed("path", name=printable(name))


LOCAL, CENTRAL, END = struct.Struct("<IHHHHHIIIHH"), struct.Struct("<IHHHHHHIIIHHHHHII"), struct.Struct("<IHHHHIIH")
DAY_ONE = 0x21


def read_zip(data):
    """A pack's files from its zip, of which each byte is prescribed: stored, in the order of their names, without dates, comments or gaps."""
    files, central, at, last = {}, [], 0, ""
    while data[at:at + 4] == b"PK\3\4":
        if len(data) < at + LOCAL.size or len(files) >= MOST_FILES:
            raise Failed("zip", why="cut off, or too many files")
        _, need, flags, method, time, date, crc, packed, size, name_bytes, more = LOCAL.unpack_from(data, at)
        begin = at + LOCAL.size + name_bytes
        if (need, flags, method, time, date, more) != (10, 0, 0, 0, DAY_ONE, 0) or packed != size or begin + size > len(data):
            raise Failed("zip", why="not stored plainly")
        name = data[at + LOCAL.size:begin].decode("latin-1")
        if not PACK_NAMES.fullmatch(name):
            raise Failed("path", name=printable(name))
        if name <= last:
            raise Failed("zip", why="names out of order or twice")
        content = data[begin:begin + size]
        if zlib.crc32(content) != crc:
            raise Failed("file-changed", name=name)
        central.append(CENTRAL.pack(0x02014B50, 10, 10, 0, 0, 0, DAY_ONE, crc, size, size, name_bytes, 0, 0, 0, 0, 0, at) + name.encode())
        files[name], last, at = content, name, begin + size
    directory = b"".join(central)
    if data[at:] != directory + END.pack(0x06054B50, 0, 0, len(files), len(files), len(directory), at, 0):
        raise Failed("zip", why="its directory is not of its files")
    return files


# ------------------------------------------------------------------------------------------------------------- case pack

# The hub waits at most 40 seconds for the checkpoint that covers the look-up.
LOOK_UP_SECONDS = 120
PACK_FIELDS = {"version", "made", "origin", "verifierKey", "subject", "from", "to", "size", "lookUp", "checkpoints", "files"}
REQUIRED = {"README.txt", "checkpoint", "checkpoints.txt", "disclosures.csv", "disclosures.jsonl", "verify.py"}


class Pack:
    """A case pack's files, and what was found of them so far."""

    def __init__(self, files, options):
        self.files, self.options = files, options
        self.json, self.verifier, self.size, self.root = {}, None, 0, b""
        self.changes = []
        self.leaves, self.sides, self.erased = {}, {}, {}

    def tombstone(self, entry):
        """What to say of an entry that destroyed keys."""
        return {"date": self.leaves[entry]["time"], "entry": entry}

    def numbers(self, folder, suffix):
        start, end = len(folder) + 1, -len(suffix)
        return sorted(int(name[start:end]) for name in self.files if name.startswith(folder + "/") and name.endswith(suffix))


def check_pack(files, options, report):
    """Checks a pack given as its files by name."""
    pack = Pack(files, options)
    if report.run(pack_listing, pack, report) and report.run(pack_key, pack, report):
        # The order matters: each rests on those before it.
        for check in (pack_checkpoints, pack_older, pack_entries, pack_testimony, pack_sides, pack_subject, pack_agreements,
                      pack_certificates, pack_order, pack_disclosures):
            report.run(check, pack, report)
            if report.failures:
                break
    report.facts.update({"kind": "pack", "entries": len(pack.leaves), "size": pack.size})
    report.open += [("beside", {}), ("truth", {}), ("other-script", {})]


def pack_listing(pack, report):
    """The list of the files, and each file against it."""
    data = pack.files.get("pack.json")
    if data is None:
        raise Failed("file-missing", name="pack.json")
    # It is taken apart before anybody's signature vouches for it.
    if len(data) > MOST_LISTING_BYTES:
        raise Failed("too-large", name="pack.json")
    listing = canonical_object(data)
    if listing is None:
        raise Failed("pack-json", why="not canonical JSON")
    if type(listing.get("version")) is int and listing["version"] > 2:
        raise Undecided("version", what="pack")
    subject, hashes = listing.get("subject"), listing.get("files")
    right = (set(listing) == PACK_FIELDS and type(listing["version"]) is int and listing["version"] in (1, 2) and natural(listing["size"]) and isinstance(hashes, dict)
             and all(isinstance(listing[name], str) for name in ("made", "origin", "verifierKey", "from", "to"))
             and MOMENT.fullmatch(listing["made"]) and MOMENT.fullmatch(listing["from"]) and MOMENT.fullmatch(listing["to"])
             and isinstance(subject, dict) and subject.get("kind") in ("child", "message", "agreement")
             and set(subject) == {"kind", "id"} and isinstance(subject["id"], str) and subject["id"]
             and all(seconds(listing[name]) is not None for name in ("made", "from", "to") if listing[name] or name == "made")
             and type(listing["lookUp"]) is int and listing["lookUp"] >= -1 and listing["checkpoints"] in ("all", "some"))
    if not right or not all(PACK_NAMES.fullmatch(name) and hex64(hash) for name, hash in hashes.items()):
        raise Failed("pack-json", why="not the fields of a pack")
    pack.json = listing
    expected = set(hashes)
    if expected & {"pack.json", "pack.sig"} or not REQUIRED <= expected:
        raise Failed("pack-json", why="not the files of a pack")
    there = set(pack.files) - {"pack.json"}
    expected.add("pack.sig")
    wrong = [("file-missing", name) for name in sorted(expected - there)] + [("file-extra", name) for name in sorted(there - expected)]
    wrong += [("file-changed", name) for name in sorted(hashes) if name in pack.files and sha256(pack.files[name]).hex() != hashes[name]]
    report.failures += [(code, {"name": name}) for code, name in wrong]
    if not wrong:
        report.proved.append(("files", {"n": len(hashes)}))
    return not wrong


def pack_key(pack, report):
    """Whose pack it is, and that it is theirs."""
    given = pack.options.key
    key = Key(pack.json["verifierKey"])
    if key.origin != pack.json["origin"]:
        raise Failed("key", key=key.text)
    verifier, pack.changes = keys_from(given or key, pack.files.get("keys.json"), pack.options.keys, pack.options.openssl, report)
    if verifier.key_of(pack.json["size"]).text != key.text:
        raise Failed("other-key")
    if verifier.retired(given or key, pack.json["size"]):
        raise Failed("key-retired", size=pack.json["size"])
    pack.verifier = Verifier(key, pack.options.openssl, verifier.starts)
    text = pack.verifier.open("pack.sig", pack.files["pack.sig"], only=True)
    if text != b"emishub case pack v1\n" + sha256(pack.files["pack.json"]).hex().encode() + b"\n":
        raise Failed("pack-sig")
    report.proved.append(("signed", {"key": key.text}))
    if not given:
        report.open.append(("no-key", {}))
    return True


def pack_checkpoints(pack, report):
    """The newest checkpoint, and that it continues every older one in the pack."""
    pack.size, pack.root = pack.verifier.checkpoint("checkpoint", pack.files["checkpoint"])
    if pack.size != pack.json["size"]:
        raise Failed("pack-size")
    report.proved.append(("checkpoint", {"size": pack.size}))
    notes = pack.verifier.checkpoints("checkpoints.txt", pack.files["checkpoints.txt"])
    if notes[-1] != (pack.size, pack.root):
        raise Failed("fork" if notes[-1][0] == pack.size else "pack-size", size=pack.size)
    if not set(pack.changes) <= set(notes):
        raise Failed("key-change", why="it is not of this ledger")
    used = set()
    for size, root in notes:
        used.add(pack_consistency(pack, size, root))
    used.discard("")
    extra = sorted(name for name in pack.files if name.startswith("consistency/") and name not in used)
    if extra:
        raise Failed("file-extra", name=extra[0])
    report.proved.append(("history", {"n": len(notes)}))


def pack_consistency(pack, size, root):
    """Checks that the pack's ledger continues this older state; the name of the proof."""
    if size > pack.size:
        raise Failed("rolled-back", size=pack.size, older=size)
    if size == pack.size:
        if root != pack.root:
            raise Failed("fork", size=size)
        return ""
    name = "consistency/%d-%d.txt" % (size, pack.size)
    if size == 0:
        if root != sha256(b""):
            raise Failed("fork", size=0)
        return ""
    if name not in pack.files:
        raise Failed("file-missing", name=name)
    hashes = read_hashes(pack.files[name])
    if hashes is None or not consistent(size, root, pack.size, pack.root, hashes):
        raise Failed("not-consistent", **{"from": size, "to": pack.size})
    return name


def pack_older(pack, report):
    """The checkpoints that the auditor holds."""
    if not pack.options.checkpoints:
        report.open.append(("no-older", {}))
    for name, data in pack.options.checkpoints:
        for size, root in pack.verifier.checkpoints(name, data):
            if 0 < size < pack.size and "consistency/%d-%d.txt" % (size, pack.size) not in pack.files:
                if pack.json["checkpoints"] == "all":
                    raise Failed("unknown-older", size=size)
                raise Undecided("no-proof-older", size=size)
            pack_consistency(pack, size, root)
            report.proved.append(("continues", {"size": size}))


def pack_entries(pack, report):
    """Each entry, and its place in the ledger."""
    numbers = pack.numbers("leaves", ".json")
    if numbers != pack.numbers("proofs", ".txt"):
        raise Failed("pack-json", why="entries and proofs are not in pairs")
    for sequence in numbers:
        data = pack.files["leaves/%d.json" % sequence]
        leaf = read_leaf(data, sequence)
        proof = read_proof(pack.files["proofs/%d.txt" % sequence])
        if isinstance(proof, str):
            raise Failed("proof", sequence=sequence, why=proof)
        index, hashes, note = proof
        if index != sequence:
            raise Failed("proof", sequence=sequence, why="it is of another place")
        if note != pack.files["checkpoint"]:
            raise Failed("proof", sequence=sequence, why="it is not of the pack's checkpoint")
        if not included(leaf_hash(data), index, pack.size, hashes, pack.root):
            raise Failed("proof", sequence=sequence, why="it does not lead to the signed tree")
        pack.leaves[sequence] = leaf
    report.proved.append(("entries", {"n": len(numbers)}))


def pack_sides(pack, report):
    """Opened sides against the commitments in their entries."""
    for sequence in pack.numbers("sides", ".sealed"):
        if sequence not in pack.leaves:
            raise Failed("side", sequence=sequence, why="there is no such entry")
        if sha256(pack.files["sides/%d.sealed" % sequence]).hex() != pack.leaves[sequence]["sideHash"]:
            raise Failed("side", sequence=sequence, why="other sealed bytes")
    old = 0
    for sequence in pack.numbers("sides", ".json"):
        if "sides/%d.sealed" % sequence not in pack.files:
            raise Failed("side", sequence=sequence, why="its sealed bytes are missing")
        pack.sides[sequence] = open_side(pack.leaves[sequence], pack.files["sides/%d.json" % sequence], sequence)
        old += pack.leaves[sequence]["version"] == 1
    tombstones = {}
    for entry in sorted(pack.leaves):
        for slot in pack.leaves[entry].get("erased", ()):
            tombstones.setdefault(slot, []).append(entry)
    for sequence in pack.numbers("sides", ".sealed"):
        found = tombstones.get(slot_of(pack.files["sides/%d.sealed" % sequence]), [])
        if sequence not in pack.sides:
            pack.erased[sequence] = tombstone_of(sequence, found)
        elif found:
            raise Failed("side", sequence=sequence, why="it is opened, and entry %d says that its key was destroyed" % found[0])
    if pack.sides:
        report.proved.append(("sides", {"n": len(pack.sides)}))
    for entry in sorted(set(pack.erased.values())):
        found = {"n": list(pack.erased.values()).count(entry), **pack.tombstone(entry), "reason": pack.leaves[entry]["rule"]}
        report.proved.append(("erased-sides", found))
        report.facts.setdefault("erased", []).append(found)
    closed = len(pack.leaves) - len(pack.sides) - len(pack.erased)
    if closed:
        report.open.append(("closed-sides", {"n": closed}))
    if old:
        report.open.append(("old-notes", {"n": old}))


def slot_of(sealed):
    """The name of the child's key (year/slot) that sealed a side; empty where it names none."""
    return "%d/%d" % struct.unpack(">IQ", sealed[1:13]) if len(sealed) >= 13 and sealed[0] == 1 else ""


def tombstone_of(sequence, tombstones):
    """The entry that says that the key of this side was destroyed. A side that is only kept closed is not in a pack at all."""
    for entry in tombstones:
        if entry > sequence:
            return entry
    raise Failed("side", sequence=sequence, why="it is not opened, and no entry in the pack says that its key was destroyed")


def pack_testimony(pack, report):
    """Who else vouches for the signed states: witnesses, and an authority for the time."""
    notes = [("checkpoint", pack.size, pack.files["checkpoint"])] + sized("checkpoints.txt", pack.files["checkpoints.txt"], pack.verifier)
    places = sorted(pack.leaves)
    held = [note for name, data in pack.options.checkpoints for note in sized(name, data, pack.verifier)]
    witnesses(notes + held, pack.verifier, pack.options, report, places)
    if "checkpoint.tsr" not in pack.files and "checkpoint.tsr.txt" not in pack.files:
        report.open.append(("no-stamp", {}))
        return
    for name in ("checkpoint.tsr", "checkpoint.tsr.txt"):
        if name not in pack.files:
            raise Failed("file-missing", name=name)
    text = pack.files["checkpoint.tsr.txt"]
    sizes = [size for _, size, note in notes if without_signatures(note) == text]
    if not sizes:
        raise Failed("stamp", why="it is of no signed state in the pack")
    seconds = pack.verifier.openssl.stamp(pack.files["checkpoint.tsr"], text, pack.options.authority)
    found, checked = {"size": sizes[0], "time": moment(seconds)}, pack.options.authority is not None
    seen = sum(place < sizes[0] for place in places)
    report.facts["stamp"] = {**found, "checked": checked}
    if not checked:
        report.open.append(("stamp-named", found))
        return
    report.proved.append(("stamped", {**found, "n": seen, "all": len(places)}))
    if seen < len(places):
        report.open.append(("stamp-pending", {"n": len(places) - seen}))


def commitment(salt, label, value):
    return hmac.new(salt, label + b"\0" + value, "sha256").hexdigest()


def open_side(leaf, data, sequence):
    side = canonical_object(data)
    if side is None:
        raise Failed("side", sequence=sequence, why="not canonical JSON")
    if type(side.get("version")) is int and side["version"] > 3:
        raise Undecided("version", what="side %d" % sequence)
    texts = [side.get(name) for name in ("salt", "child", "actor", "note")]
    if not natural(side.get("version")) or not all(isinstance(text, str) for text in texts) or not HEX64.fullmatch(texts[0]):
        raise Failed("side", sequence=sequence, why="not the fields of a side")
    salt = bytes.fromhex(texts[0])
    for label, value in (("child", texts[1]), ("actor", texts[2])):
        if leaf[label] != (commitment(salt, label.encode(), value.encode()) if value else ""):
            raise Failed("side", sequence=sequence, why="it names another " + label)
    if leaf["version"] >= 2 and leaf["side"] != commitment(salt, b"side", data):
        raise Failed("side", sequence=sequence, why="the entry commits to another")
    return side


def pack_subject(pack, report):
    """That the entries are of what the pack is about; of a child, that none is missing."""
    subject = pack.json["subject"]
    look_up = pack.json["lookUp"]
    about = [sequence for sequence in sorted(pack.leaves) if sequence != look_up and sequence not in pack.erased.values()]
    if look_up >= 0 and (look_up not in pack.leaves or pack.leaves[look_up]["event"] != "LOOKED_UP"):
        raise Failed("subject", sequence=look_up)
    pack_moment(pack, report, subject, look_up)
    if pack.json["from"] or pack.json["to"]:
        report.open.append(("period", {name: pack.json[name] or "…" for name in ("from", "to")}))
    if subject["kind"] == "child":
        pack_chain(pack, report, look_up)
        return
    wanted = sha256(subject["id"].encode()).hex()
    for sequence in about:
        leaf = pack.leaves[sequence]
        found = leaf["messageIdHash"] if subject["kind"] == "message" else leaf.get("agreement", {}).get("id", "")
        if found != (wanted if subject["kind"] == "message" else subject["id"]):
            raise Failed("subject", sequence=sequence)
    report.open.append(("not-all", {"kind": subject["kind"]}))


def pack_moment(pack, report, subject, look_up):
    """That the pack was made for its look-up, and not for an earlier one behind which newer entries were left out."""
    made, to = pack.json["made"], pack.json["to"]
    if look_up < 0:
        if subject["kind"] != "child" or not to or seconds(to) > seconds(made):
            raise Failed("look-up", why="it is not in the pack")
        report.proved.insert(0, ("about-part", {**subject, "made": made, "to": to}))
        return
    asked = pack.leaves[look_up]["time"]
    if seconds(asked) is None or abs(seconds(made) - seconds(asked)) > LOOK_UP_SECONDS:
        raise Failed("look-up", why="asked for at %s, made at %s" % (asked, made))
    report.proved.insert(0, ("about", {**subject, "time": asked, "made": made}))
    report.open.append(("after", {"time": asked}))


def pack_chain(pack, report, look_up):
    """The chain of one child's log: number, hash and place of the one before, in each side."""
    previous, first, child, unchained, begun = None, 0, pack.json["subject"]["id"], 0, False
    beginning = ("", -1)
    for sequence in sorted(set(pack.leaves) - set(pack.erased) - set(pack.erased.values())):
        side = pack.sides.get(sequence)
        if side is None:
            raise Failed("side", sequence=sequence, why="a child's pack holds the sides")
        if side["child"] != child:
            raise Failed("subject", sequence=sequence)
        chain = side.get("chain")
        if chain is None and not begun and pack.leaves[sequence]["version"] == 1:
            unchained += 1
            continue
        begun = True
        if pack.leaves[sequence]["version"] == 1:
            raise Failed("gap", sequence=sequence, why="an entry of that version commits to no chain")
        if (not isinstance(chain, dict) or set(chain) != {"number", "previous", "previousSequence"} or not natural(chain["number"])
                or chain["number"] == 0 or type(chain["previousSequence"]) is not int or not hex64(chain["previous"], True)):
            raise Failed("gap", sequence=sequence, why="it is not chained")
        before = (chain["previous"], chain["previousSequence"])
        if (chain["number"] == 1) != (before == ("", -1)) or before[1] >= sequence:
            raise Failed("gap", sequence=sequence, why="it names no entry before it")
        if previous is None:
            first, beginning = chain["number"], before
        elif chain["number"] != previous[0] + 1 or before != previous[1:]:
            raise Failed("gap", sequence=sequence, why="number %d does not follow number %d" % (chain["number"], previous[0]))
        previous = (chain["number"], leaf_hash(pack.files["leaves/%d.json" % sequence]).hex(), sequence)
    for sequence in pack.erased:
        if previous is None or beginning != (leaf_hash(pack.files["leaves/%d.json" % sequence]).hex(), sequence):
            raise Failed("gap", sequence=sequence, why="it is not the one before the first that can be opened")
    if previous is None:
        if look_up >= 0:
            raise Failed("gap", sequence=look_up, why="the look-up for this pack is not chained")
        report.open.append(("unchained", {"n": unchained}))
        return
    if first > 1 and not pack.erased and not pack.json["from"]:
        raise Failed("gap", sequence=beginning[1], why="the log begins at number %d, and no tombstone says why" % first)
    whole = look_up == previous[2]
    report.proved.append(("chain" if whole else "chain-part", {"first": first, "last": previous[0]}))
    if not whole:
        if look_up >= 0:
            raise Failed("gap", sequence=previous[2], why="the look-up for this pack is not its end")
        report.open.append(("ends-early", {"last": previous[0], "to": pack.json["to"]}))
    report.open += [("second-chain", {}), ("erased", {})]
    for entry in pack.erased.values():
        report.open.append(("starts-erased", {"first": first, **pack.tombstone(entry)}))
    if first > 1 and not pack.erased:
        report.open.append(("starts-late", {"first": first}))
    if unchained:
        report.open.append(("unchained", {"n": unchained}))


def pack_agreements(pack, report):
    """The texts that were in force."""
    named = {leaf["agreement"]["bundleHash"] for leaf in pack.leaves.values() if "agreement" in leaf}
    there = {name[len("agreements/"):-len(".yaml")] for name in pack.files if name.startswith("agreements/")}
    for hash in sorted(there):
        if hash not in named or sha256(pack.files["agreements/%s.yaml" % hash]).hex() != hash:
            raise Failed("agreement", hash=hash)
    if there:
        report.proved.append(("agreements", {"n": len(there)}))
    report.open += [("no-text", {"hash": hash[:64]}) for hash in sorted(named - there)]


CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----\n((?:[A-Za-z0-9+/=]{1,64}\n)+)-----END CERTIFICATE-----\n")


def pack_certificates(pack, report):
    """The signing certificates of the members that entries name: certificates/ORGANISATION.SYSTEM-KID.pem, KID being base64url of SHA-256 of the DER."""
    moments = {}
    for leaf in pack.leaves.values():
        for system in filter(None, (leaf["provider"], leaf["client"])):
            moments.setdefault(system, set()).add(seconds(leaf["time"]))
    found, proven = set(), 0
    authority = pack.files.get("certificates/authority.pem", b"")
    if authority and not CERTIFICATE.fullmatch(authority):
        raise Failed("certificate", name="certificates/authority.pem", why="it is not one certificate and nothing else")
    for name in sorted(pack.files):
        match = re.fullmatch(r"certificates/([a-z0-9-]+)\.([a-z0-9-]+)-([A-Za-z0-9_-]{43})\.pem", name)
        if not match:
            continue
        system, pem = "/".join(match.groups()[:2]), CERTIFICATE.fullmatch(pack.files[name])
        der = un64(pem.group(1).replace(b"\n", b"")) if pem else None
        if der is None or base64.urlsafe_b64encode(sha256(der)).rstrip(b"=").decode() != match.group(3):
            raise Failed("certificate", name=name, why="it is another than its name says")
        if system not in moments:
            raise Failed("certificate", name=name, why="no entry names its holder")
        valid, issued = pack.verifier.openssl.certificate(pack.files[name], authority, sorted(moments[system] - {None}))
        if not valid:
            raise Failed("certificate", name=name, why="it was not valid at any of them")
        found.add(system)
        proven += issued
        if not issued:
            report.open.append(("not-issued", {"name": name}))
    if proven:
        report.proved.append(("certificates", {"n": proven}))
        report.open.append(("registered", {}))
    report.open += [("no-certificate", {"system": system}) for system in sorted(set(moments) - found)]


def pack_order(pack, report):
    order = Order()
    whole = pack.json["subject"]["kind"] == "message" and not pack.json["from"]
    for sequence in sorted(pack.leaves):
        leaf = pack.leaves[sequence]
        order.see(sequence, leaf["version"], leaf["event"], leaf["messageIdHash"], leaf["rule"], whole)
    if order.deliveries > order.unknown:
        report.proved.append(("order", {}))
    if order.unknown:
        report.open.append(("before", {"n": order.unknown}))


DISCLOSING = ("ASKED", "RELEASED", "VIEWED", "BREAK_GLASS")
COLUMNS = ("sequence", "time", "event", "agreement", "version", "provider", "client", "code", "rule", "fields", "withheld", "delivered", "actor",
           "note")


def disclosures(pack):
    """What left, who was told: one line for each, from the entries and the sides that are open."""
    delivered = {}
    for sequence in sorted(pack.leaves, reverse=True):
        leaf = pack.leaves[sequence]
        if leaf["event"] in DELIVERIES:
            delivered[leaf["messageIdHash"]] = leaf["time"]
        elif leaf["event"] in DISCLOSING:
            side, agreement = pack.sides.get(sequence, {}), leaf.get("agreement", {})
            yield {
                "sequence": sequence, "time": leaf["time"], "event": leaf["event"], "agreement": agreement.get("id", ""),
                "version": agreement.get("version", 0), "provider": leaf["provider"], "client": leaf["client"], "code": leaf["code"],
                "rule": leaf["rule"], "fields": leaf["fields"], "withheld": leaf["withheld"],
                "delivered": delivered.get(leaf["messageIdHash"], "") if leaf["event"] == "RELEASED" else "",
                "actor": side.get("actor", ""), "note": side.get("note", "")}


def cell(value):
    text = " ".join(value) if isinstance(value, list) else str(value)
    # A spreadsheet takes a cell that begins so for a formula.
    return '"' + ("'" + text if text[:1] and text[0] in "=+-@\t\r" else text).replace('"', '""') + '"'


def pack_disclosures(pack, report):
    rows = list(disclosures(pack))[::-1]
    lines = "".join(canonical(row) + "\n" for row in rows)
    table = "".join(",".join(map(cell, row)) + "\r\n" for row in [COLUMNS] + [[row[name] for name in COLUMNS] for row in rows])
    for name, text in (("disclosures.jsonl", lines), ("disclosures.csv", table)):
        if pack.files[name] != text.encode("utf-8"):
            raise Failed("disclosure", name=name)
    report.proved.append(("disclosures", {"n": len(rows)}))


# ------------------------------------------------------------------------------------------------------ a ledger's folder


def tile_path(kind, index):
    digits = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        digits = "x%03d/%s" % (index % 1000, digits)
    return "tile/%s/%s" % (kind, digits)


class Tiles:
    """A folder of tiles (C2SP tlog-tiles)."""

    def __init__(self, folder):
        self.folder = folder
        self.newer = 0

    def read(self, name, most):
        return read_file(os.path.join(self.folder, *name.split("/")), name, most)

    def there(self, name):
        return os.path.lexists(os.path.join(self.folder, *name.split("/")))

    def find(self, kind, index, width, unit):
        """The narrowest file that has at least this width, and the others that are of the same tile: (name, width in the name)."""
        base = tile_path(kind, index)
        found = [(base, TILE)] if self.there(base) else []
        if self.there(base + ".p"):
            try:
                names = os.listdir(os.path.join(self.folder, *base.split("/")) + ".p")
            except OSError:
                raise Failed("path", name=base + ".p") from None
            for name in names:
                if not DECIMAL.fullmatch(name) or not 0 < int(name) < TILE:
                    raise Failed("path", name=printable(base + ".p/" + name))
                found.append((base + ".p/" + name, int(name)))
        found.sort(key=lambda file: file[1])
        if not any(file[1] >= width for file in found):
            raise Failed("file-missing", name=base + ("" if width == TILE else ".p/%d" % width))
        return found


LEDGER_NAMES = {"checkpoint", "keys.json", "checkpoints.txt", "key"}
NOT_READ = {"cosigned", "stamped", "stamped.tsr"}


def ledger_files(folder, given):
    """The tiles' names, and the names of the other files; only a ledger's files and those given on the command line may lie there, and no links."""
    apart = {os.path.realpath(path) for path in given}
    names = []
    for name, path in walk(folder):
        if name.startswith("tile/") or name in LEDGER_NAMES or name in NOT_READ:
            names.append(name)
        elif os.path.realpath(path) not in apart:
            raise Failed("file-beside" if re.fullmatch(r"[A-Za-z0-9._/-]+", name) else "path", name=printable(name))
    return [name for name in names if name.startswith("tile/")], sorted(name for name in names if not name.startswith("tile/"))


def check_ledger(folder, options, report, given=()):
    """Checks a ledger's folder: every entry, every tile, against the checkpoint and the older ones that are held."""
    tiles = Tiles(folder)
    names, others = ledger_files(folder, given)
    if options.key is None and not tiles.there("key"):
        raise Undecided("need-key")
    key = options.key or Key(tiles.read("key", 1000).decode("utf-8", "replace").strip())
    changes = tiles.read("keys.json", MOST_FILE_BYTES) if tiles.there("keys.json") else None
    verifier, states = keys_from(key, changes, options.keys, options.openssl, report)
    size, root = verifier.checkpoint("checkpoint", tiles.read("checkpoint", MOST_NOTE_BYTES))
    if verifier.retired(key, size):
        raise Failed("key-retired", size=size)
    report.facts.update({"kind": "ledger", "entries": size, "size": size})
    report.proved.append(("checkpoint", {"size": size}))
    older, history = {}, []
    if tiles.there("checkpoints.txt"):
        history = verifier.checkpoints("checkpoints.txt", ledger_history(tiles))
    notes = [note for name, data in options.checkpoints for note in verifier.checkpoints(name, data)]
    for held, held_root in notes + states + history + [(size, root)]:
        if older.setdefault(held, held_root) != held_root:
            raise Failed("fork", size=held)
    del older[size]
    for held, _ in notes:
        if held > size:
            raise Failed("rolled-back", size=size, older=held)
    # A copy may hold notes that are newer than its tiles.
    newer = {held: older.pop(held) for held in list(older) if held > size}
    order = Order()
    upper = ledger_entries(tiles, size, root, older, order)
    ledger_upper(tiles, upper)
    tiles.newer += ledger_rest(names, size)
    report.proved.append(("tree", {"size": size}))
    report.proved += [("continues", {"size": held}) for held in sorted({note[0] for note in notes})]
    if history:
        report.proved.append(("history", {"n": sum(held <= size for held, _ in history)}))
    if newer:
        report.open.append(("newer-states", {"n": len(newer), "size": size}))
    if options.key is None:
        report.open.append(("no-key", {}))
    if order.deliveries:
        report.proved.append(("order", {}))
    if not options.checkpoints:
        report.open.append(("no-older", {}))
    vouched = [("checkpoint", size, tiles.read("checkpoint", MOST_NOTE_BYTES))]
    if history:
        vouched += sized("checkpoints.txt", ledger_history(tiles), verifier)
    vouched += [note for name, data in options.checkpoints for note in sized(name, data, verifier)]
    witnesses([note for note in vouched if note[1] <= size], verifier, options, report, range(size))
    report.open += [("not-read", {"name": name}) for name in others if name in NOT_READ]
    if tiles.newer:
        report.open.append(("newer", {"n": tiles.newer}))
    report.open += [("closed-sides", {"n": size}), ("truth", {}), ("other-script", {})]


def ledger_history(tiles):
    """All that was signed. A ledger may have lived so long that this is too much to read: then nothing is wrong with it."""
    try:
        return tiles.read("checkpoints.txt", MOST_FILE_BYTES)
    except Failed as failed:
        if failed.code == "too-large":
            raise Undecided(failed.code, **failed.values) from None
        raise


def ledger_entries(tiles, size, root, older, order):
    """Reads every entry; the roots of the full tiles."""
    tree, upper = Tree(), []
    if 0 in older and older[0] != tree.root():
        raise Failed("fork", size=0)
    wanted = sorted(older)
    for index in range((size + TILE - 1) // TILE):
        width = min(TILE, size - index * TILE)
        hashes = bundle(tiles, index, width, order)
        level_tile(tiles, 0, index, hashes, width)
        hashes = hashes[:width]
        for held in [held for held in wanted if index * TILE < held <= index * TILE + width]:
            if tree.with_leaves(hashes[:held - index * TILE]).root() != older[held]:
                raise Failed("not-consistent", **{"from": held, "to": size})
        if width == TILE:
            upper.append(tile_root(hashes))
            tree.add(8, upper[-1])
        else:
            tree = tree.with_leaves(hashes)
    if tree.root() != root:
        raise Failed("root", size=size)
    return upper


def bundle(tiles, index, width, order):
    """The hashes of the entries of one tile, each entry checked; of a tile that is wider than asked for, all."""
    chosen = None
    for name, wide in tiles.find("entries", index, width, "entries"):
        data = tiles.read(name, TILE * (MOST_LEAF_BYTES + 2))
        leaves, at = [], 0
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at:at + 2], "big")
            if at + 2 > len(data) or end > len(data) or len(leaves) >= TILE:
                raise Failed("bundle", name=name, why="cut off or too long")
            leaves.append(data[at + 2:end])
            at = end
        if len(leaves) != wide:
            raise Failed("bundle", name=name, why="%d and not %d" % (len(leaves), wide))
        if chosen is not None and chosen != leaves[:len(chosen)]:
            raise Failed("tile", name=name)
        chosen = leaves
    for offset, leaf in enumerate(chosen[:width]):
        order.see(index * TILE + offset, *glance(leaf, index * TILE + offset), True)
    tiles.newer += len(chosen) - width
    return list(map(leaf_hash, chosen))


def level_tile(tiles, level, index, hashes, width):
    """Every file of a tile has the hashes, as many as its name says."""
    whole = b"".join(hashes)
    for name, wide in tiles.find(str(level), index, width, "hashes"):
        data = tiles.read(name, TILE * 32)
        if len(data) != wide * 32 or data[:len(whole)] != whole[:len(data)]:
            raise Failed("tile", name=name)


def ledger_upper(tiles, hashes):
    """The tiles above, made from those below."""
    level = 1
    while hashes:
        above = []
        for index in range((len(hashes) + TILE - 1) // TILE):
            part = hashes[index * TILE:(index + 1) * TILE]
            level_tile(tiles, level, index, part, len(part))
            if len(part) == TILE:
                above.append(tile_root(part))
        level, hashes = level + 1, above


def ledger_rest(names, size):
    """How many files of tiles there are that are newer than the checkpoint; what cannot be a tile is refused."""
    newer = 0
    counts = {"entries": (size + TILE - 1) // TILE}
    level, below = 0, size
    while below:
        counts[str(level)] = (below + TILE - 1) // TILE
        level, below = level + 1, below // TILE
    for name in names:
        match = re.fullmatch(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/[1-9][0-9]{0,2})?", name)
        if not match:
            raise Failed("path", name=printable(name))
        index = int(match.group(2).replace("x", "").replace("/", "") + match.group(3))
        if name.partition(".p/")[0] != tile_path(match.group(1), index):
            raise Failed("path", name=printable(name))
        newer += index >= counts.get(match.group(1), 0)
    return newer


# ------------------------------------------------------------------------------------------------- a proof, test vectors


def check_proof(data, options, report):
    """Checks a tlog-proof, with its entry when that was given."""
    if options.key is None:
        raise Undecided("need-key")
    proof = read_proof(data, extra=True)
    if isinstance(proof, str):
        raise Failed("proof-file", why=proof)
    index, hashes, note = proof
    verifier, states = keys_from(options.key, None, options.keys, options.openssl, report)
    size, root = verifier.checkpoint("the proof", note)
    report.facts.update({"kind": "proof", "size": size, "index": index})
    report.proved.append(("checkpoint", {"size": size}))
    held = [state for name, notes in options.checkpoints for state in verifier.checkpoints(name, notes)]
    if any(of == size and other != root for of, other in states + held):
        raise Failed("fork", size=size)
    others = [of for of, _ in held if of != size]
    if verifier.retired(options.key, size):
        # Nothing ties it to what the newer key signed.
        raise Undecided("key-retired", size=size)
    if options.leaf is None:
        raise Undecided("no-leaf")
    read_leaf(options.leaf, index)
    if not included(leaf_hash(options.leaf), index, size, hashes, root):
        raise Failed("proof", sequence=index, why="it does not lead to the signed tree")
    report.proved.append(("inclusion", {"index": index, "size": size}))
    if others:
        raise Undecided("proof-older", size=size, older=others[0])
    if options.checkpoints:
        report.proved.append(("continues", {"size": size}))
    else:
        report.open.append(("no-older", {}))
    witnesses([("the proof", size, note)], verifier, options, report, [index])
    report.open += [("truth", {}), ("other-script", {})]


def vector_bytes(value):
    """Base64 of any length; absent is empty."""
    if value is None:
        return b""
    data = un64(value) if isinstance(value, str) else None
    if data is None:
        raise ValueError("not base64")
    return data


def vector_holds(vector):
    """Whether the proof in a test vector (transparency-dev/merkle's shape) holds; whatever is not well-formed does not."""
    try:
        numbers = [vector[name] for name in (("leafIdx", "treeSize") if "leafIdx" in vector else ("size1", "size2"))]
        if not all(type(number) is int and 0 <= number < 1 << 64 for number in numbers):
            return False
        given = vector.get("proof")
        if given is not None and not isinstance(given, list):
            return False
        path = [vector_bytes(hash) for hash in given or []]
        if "leafIdx" in vector:
            return included(vector_bytes(vector.get("leafHash")), numbers[0], numbers[1], path, vector_bytes(vector.get("root")))
        return consistent(numbers[0], vector_bytes(vector.get("root1")), numbers[1], vector_bytes(vector.get("root2")), path)
    except (KeyError, ValueError):
        return False


def check_vectors(path, report):
    """Checks a file, or all JSON files below a folder, of RFC 6962 proofs: each says with wantErr what the answer must be."""
    found = 0
    paths = [path]
    if os.path.isdir(path):
        paths = sorted(os.path.join(at, name) for at, _, names in os.walk(path) for name in names if name.endswith(".json"))
    for file in paths:
        try:
            content = json.loads(given_file(file).decode("utf-8"))
        except (ValueError, RecursionError):
            raise Undecided("unreadable", name=file) from None
        for vector in content if isinstance(content, list) else [content]:
            if not isinstance(vector, dict) or not isinstance(vector.get("wantErr", False), bool):
                raise Undecided("unreadable", name=file)
            found += 1
            holds, must = vector_holds(vector), not vector.get("wantErr", False)
            if holds != must:
                words = {True: "holds", False: "refused"}
                report.failures.append(("vector", {"name": os.path.relpath(file, path) if file != path else file, "found": words[holds],
                                                   "expected": words[must]}))
    if not found:
        raise Undecided("unreadable", name=path)
    report.facts.update({"kind": "vectors", "vectors": found})
    report.proved.append(("vectors", {"n": found - len(report.failures)}))


# ---------------------------------------------------------------------------------------------------------- command line


class Options:
    """What the checks are given beside what they check."""

    def __init__(self, key=None, checkpoints=(), leaf=None, openssl=None, witnesses=(), authority=None, keys=None):
        self.key, self.checkpoints, self.leaf, self.openssl, self.keys = key, list(checkpoints), leaf, openssl or OpenSsl(), keys
        self.witnesses, self.authority = list(witnesses), authority


def given_text(text):
    """What was named on the command line: the text itself, or a file with it."""
    return given_file(text, MOST_NOTE_BYTES).decode("utf-8", "replace").strip() if os.path.isfile(text) else text


def check(path, arguments, report):
    """Finds out what it was given, and checks it."""
    if arguments.vectors:
        check_vectors(path, report)
        return
    key = Key(given_text(arguments.key)) if arguments.key else None
    others = [Key(given_text(text), WITNESS) for text in arguments.witness]
    authority = given_file(arguments.tsa) if arguments.tsa else None
    held = [(name, given_file(name)) for name in arguments.checkpoint]
    leaf = given_file(arguments.leaf, MOST_LEAF_BYTES) if arguments.leaf else None
    options = Options(key, held, leaf, OpenSsl(arguments.openssl), others, authority, given_file(arguments.keys) if arguments.keys else None)
    if os.path.isdir(path):
        given = [name for name in [*arguments.checkpoint, *arguments.witness, arguments.key, arguments.keys, arguments.leaf, arguments.tsa]
                 if name and os.path.isfile(name)]
        if os.path.isdir(os.path.join(path, "tile")) and not os.path.lexists(os.path.join(path, "pack.json")):
            check_ledger(path, options, report, given)
        else:
            check_pack(read_folder(path, given), options, report)
        return
    if not os.path.isfile(path):
        raise Failed("what", name=path)
    data = given_file(path, MOST_PACK_BYTES)
    if data[:2] == b"PK":
        check_pack(read_zip(data), options, report)
    elif data.startswith(b"c2sp.org/tlog-proof"):
        check_proof(data, options, report)
    else:
        raise Failed("what", name=path)


def say(code, values, lang):
    words = TEXTS[code][1 if lang == "ru" else 0]
    return words.format(**{name: printable_text(value) for name, value in values.items()})


def printable_text(value):
    """Nothing from a hostile file moves the cursor of a terminal."""
    return "".join(c if c.isprintable() else "?" for c in str(value))[:500]


RESULTS = {VERIFIED: "VERIFIED", FAILED: "FAILED", UNDECIDED: "UNDECIDED"}


def tell(report, arguments):
    code = report.exit()
    lang = arguments.lang
    if arguments.json:
        def listed(found):
            return [{"code": name, "text": say(name, values, lang), **{k: v for k, v in values.items()}} for name, values in found]

        result = {"result": {VERIFIED: "verified", FAILED: "failed", UNDECIDED: "undecided"}[code], "exit": code, **report.facts,
                  "proved": listed(report.proved if code != FAILED else []), "notProved": listed(report.open),
                  "failures": listed(report.failures), "undecided": listed(report.undecided)}
        # Escaped, for nothing from a hostile file moves the cursor of a terminal.
        print(json.dumps(result))
        return
    print(say(RESULTS[code], {}, lang))
    for name, values in (report.failures + report.undecided)[:50]:
        print("  - " + say(name, values, lang))
    if code == VERIFIED:
        for head, found in (("proved", report.proved), ("not-proved", report.open)):
            print(say(head, {}, lang))
            for name, values in found:
                print("  - " + say(name, values, lang))


def parse(words):
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__.split("\n")[0],
                                     epilog="Run it as python3 -I verify.py PATH. Exit codes: 0 verified, 1 failed, 2 wrong usage, 3 cannot decide.")
    parser.add_argument("path", help="a case pack (folder or zip), a ledger's folder (checkpoint and tile/), or a tlog-proof")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[],
                        help="an older checkpoint that you hold, or several with an empty line after each; may be repeated")
    parser.add_argument("--key", metavar="KEY", default="", help="the ledger's verifier key (name+id+base64), or a file with it")
    parser.add_argument("--witness", metavar="KEY", action="append", default=[],
                        help="a witness's verifier key (name+id+base64), or a file with it; may be repeated")
    parser.add_argument("--tsa", metavar="FILE", default="", help="who vouches for the authority that stamped the time: its CA's certificates, PEM")
    parser.add_argument("--leaf", metavar="FILE", default="", help="with a proof: the entry that it is of")
    parser.add_argument("--keys", metavar="FILE", default="", help="how the ledger's keys followed one another (keys.json), where it does not lie with what is checked")
    parser.add_argument("--vectors", action="store_true", help="the path holds RFC 6962 test vectors (JSON)")
    parser.add_argument("--openssl", metavar="PROGRAM", default="openssl", help="the openssl to use, 3.0 or newer")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--lang", choices=("en", "ru"), default="en", help="language of the answer (en)")
    return parser.parse_args(words)


def changed_itself(path):
    """Whether this program lies in the pack that it checks and is not the one that was packed: then what went wrong is no accident."""
    try:
        own = os.path.abspath(__file__)
        if not os.path.samefile(os.path.dirname(own), path):
            return False
        with open(own, "rb") as file, open(os.path.join(path, "pack.json"), "rb") as listing:
            return json.load(listing)["files"]["verify.py"] != sha256(file.read()).hex()
    except Exception:
        return False


def main(words=None):
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parse(words)
    if not os.path.exists(arguments.path):
        print("verify.py: there is no " + printable_text(arguments.path), file=sys.stderr)
        return USAGE
    for name in arguments.checkpoint + [given for given in (arguments.leaf, arguments.tsa, arguments.keys) if given]:
        if not os.path.isfile(name):
            print("verify.py: there is no file " + printable_text(name), file=sys.stderr)
            return USAGE
    report = Report()
    try:
        report.run(check, arguments.path, arguments, report)
    except KeyboardInterrupt:
        report.undecided.append(("unexpected", {"why": "interrupted"}))
    except Exception as e:  # Never a trace; and what nobody foresaw is not verified.
        (report.failures if changed_itself(arguments.path) else report.undecided).append(("unexpected", {"why": type(e).__name__}))
    try:
        tell(report, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return report.exit()


if __name__ == "__main__":
    sys.exit(main())

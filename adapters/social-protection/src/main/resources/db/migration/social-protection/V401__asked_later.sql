-- Messages accepted by the asynchronous door of DCI: names and times only. What they ask stands sealed in the inbox, what they are answered in the outbox.

create table dci_question (
    sender          text        not null,
    message_id      text        not null,
    correlation     uuid        not null unique,
    accepted_at     timestamptz not null,
    next_attempt_at timestamptz not null,
    attempts        int         not null default 0,
    leased_until    timestamptz,
    answered_at     timestamptz,
    primary key (sender, message_id)
);
create index dci_question_waiting on dci_question (next_attempt_at) where answered_at is null;

-- A sender asks what became of its messages.

create index outbox_message on outbox (sender, message_id);

"""The review workflow: drafts in, decisions out, nothing published that operations have not seen.

Plain functions over one database. Each takes the database, who acts and what time it is; each checks what the actor may
do, moves the state by the one transition table, and writes the audit event in the same transaction. There is no web
framework here: screens, the HTTP API and the jobs are thin callers.

    drafts, checking, deciding, publishing      a piece from the first word to the end of its run
    gate, register                              what may be out, and whether it still holds
    comments, watching, changes                 talk, attention, and what standards should say instead
    inbox, gaps, matrix                         questions the screens ask
    people, access, actors                      who may do what
    jobs, mail, webhooks, backup                what a scheduler and an administrator call
"""

"""The engine: the four verbs, and the only room that joins deciding with doing.

::

    source -> locations.obtain -> text, or nothing if nothing is new
           -> sources.X.parse  -> claims + problems     pure from the text on
           -> reconcile        -> deadlines             windows, conflicts, identity
           -> guard            -> alarms                a shrunken source: a problem
           -> diff             -> changes
           -> Plan             -> deliveries            reminders, announcements
           -> store.apply                               one transaction
    tick:  store.claim -> wording -> notifiers.Y.request
           -> store.mark -> net.post -> notifiers.Y.verdict -> store.finish
    read:  board -> filter, horizon -> feeds.Z.component -> join -> bytes

``refresh`` and ``plan`` are one step: what a refresh changes is planned in the same
transaction, so a crash leaves either both or neither.
"""

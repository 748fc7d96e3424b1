"""What would hit whom: systemic risk of every company (ESRI), scenarios, and measures against them.

Comes in: a `Network` of plain arrays and initial losses. Goes out: frozen dataclasses of losses.
Never: a database, an actor, a sentence for users.

Method: Diem, Borsos, Reisch, Kertész, Thurner (2022), "Quantifying firm-level economic systemic risk from
nation-wide supply networks", Scientific Reports 12:7719. Importing this package costs numpy only; numba is
loaded by the first cascade that runs.
"""

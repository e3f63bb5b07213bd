"""The processes of ``contractsai up``: started, watched, started again, and buried.

::

    up              service.py: the order of things; supervisor.py: who has died
    ├── guard       guard.py: ends all of them when `up` is gone, however it went
    ├── broker      each in a session of its own, its output in a log file (child.py)
    ├── api
    ├── worker
    └── beat

`record.py` tells other processes that a service runs on a data directory, and where.
"""

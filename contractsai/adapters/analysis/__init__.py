"""`AnalysisHost`: the pipeline in processes of its own, under supervision.

::

    worker          host.py, child.py: one child for each document that runs at the same time
    └── guard       guard.py: starts, watches and buries; ends everything when the worker is gone
        └── serving.py: the pipeline; answers document after document until it is killed
            └── whatever the pipeline starts

The worker and the analysis process exchange `messages`, each a frame of JSON (`frames`), over two
pipes. The guard holds one end of a third, the lifeline; the other end is the worker's alone, so
that it closes however the worker ends. Documents are open already when they get here: the worker
hands them over through the `door`, `content` reads them, and `reading` is what the worker sees of
that. Without `fork` there is no guard: see `platform`.
"""

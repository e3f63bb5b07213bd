"""How the committed numbers of the pipeline are made from labelled contracts; no part of the product."""

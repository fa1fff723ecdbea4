"""The stages in order, and the only package that knows them all; house rule: data flows one way through it.

order: what each stage reads and writes, and what makes it stale. work: one document or bulletin at one stage.
publish: the archive-wide steps. archive: the folders. selection: which documents become bulletins.
"""

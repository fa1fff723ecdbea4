"""raw/ and OUT at a URL (s3://, gs://, sftp:// …) through fsspec: mirrored to this machine, released from it.

address: what is a URL, and its working folder. store: the files there, and what can go wrong, in words. mirror: raw
files come here. manifest, release: outputs go there. reading: they are read back.
"""

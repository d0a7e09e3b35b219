"""Addresses that are no folder of this machine; `s3://` as Arrow speaks it, where s3fs is not installed."""

import os
from importlib.util import find_spec
from typing import Any

import fsspec
from fsspec.implementations.arrow import ArrowFSWrapper
from upath import UPath


class ArrowS3(ArrowFSWrapper):
    """The objects of S3 as files.

    Who asks, and where, stands in the environment as the tools of AWS have it: AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL; or in the files of AWS.
    """

    protocol = "s3"
    root_marker = ""

    @classmethod
    def _parent(cls, path: str) -> str:  # asked of the class, which Arrow's wrapper does not know
        return str(cls._strip_protocol(path)).rstrip("/").rpartition("/")[0]

    def __init__(self, **options: Any) -> None:
        from pyarrow.fs import S3FileSystem

        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        super().__init__(S3FileSystem(endpoint_override=endpoint), **options)


if find_spec("s3fs") is None:
    fsspec.register_implementation("s3", ArrowS3, clobber=True)


def path_of(address: Any) -> UPath:
    """Return an address that fsspec knows, or a place on this machine, as a path."""
    return UPath(address)

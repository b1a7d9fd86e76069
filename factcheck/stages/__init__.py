"""The steps of the pipeline: pure functions over the records of `factcheck.schema`."""

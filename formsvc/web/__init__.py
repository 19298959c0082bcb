"""Pages on which clerks fill the forms: made from the schemas, over the pipeline of the API."""

"""What `formsvc new-form` starts from: a small form that works, with its samples."""

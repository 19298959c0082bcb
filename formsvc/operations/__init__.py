"""What the service tells its operators: log, audit log, metrics, traces. Nothing of a family."""

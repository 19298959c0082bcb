"""HTTP: thin views over the pipeline; a view parses, calls and returns."""

from flask import current_app

from formsvc.pipeline import Service


def service() -> Service:
    """The service of this application."""
    running: Service = current_app.extensions["formsvc"]
    return running

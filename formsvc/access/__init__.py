"""Who may call what: scopes declared beside the views, callers, API keys, and the guard.

Nothing here knows a form. Without keys configured there is one caller, LOCAL, who may do
everything, and the service listens on loopback alone.
"""

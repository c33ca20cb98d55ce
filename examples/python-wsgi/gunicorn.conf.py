"""Settings of the server; it looks for this file in its working folder."""

bind = "0.0.0.0:8080"
workers = 1
threads = 8
accesslog = "-"

"""What is noted of requests and told to those who run the server: counts, log lines, traces, failures."""

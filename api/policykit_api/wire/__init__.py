"""What goes over the wire: the shapes of requests and answers, and the way from and to the model."""

"""PostgreSQL that is not waited for: how replicas are asked."""

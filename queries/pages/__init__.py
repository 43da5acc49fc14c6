"""What does a person see in a browser? Pages of the values of `queries.results`, readable without script."""

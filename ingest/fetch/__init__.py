"""How do articles come from the web? One at a time, from public addresses, where their sites permit it."""

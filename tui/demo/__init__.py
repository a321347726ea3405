"""A sample project that is alive: what `archie-board demo` opens."""

"""A document's tasks as somebody asks for them: filtered, grouped, counted, in columns.

Everything here is worked out of a document and changes nothing. `query` and `terms` are the
filter language, `grouping` the axes, `projection` the columns and lanes that come of both;
`dependencies` says what waits for what, and `holding`, `taking` and `tally` are answers that
it makes possible.
"""

"""What people say of a task in the file: comments, and the review (protocol, section 4).

`entries` reads the lists below a field, item by item; `comments`, `review` and `head` say what
they mean. `sheet` is a review as its reviewer works through it, `approval` whether the text that
was approved still stands, `queue` what waits for whom.
"""

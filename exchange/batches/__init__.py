"""What every import has: its life from upload to undo, its findings in a file of its own, the refused rows to mend.

``life`` moves an import from state to state and keeps its files; ``findings`` holds what was found of every row;
``refused`` gives the refused rows back in the file's own layout; ``words`` are the sentences.
"""

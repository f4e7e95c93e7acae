"""The room of words: how answers are phrased, cited and laid out, in Chinese and in English.

`messages` says a sentence of `templates`, `citation` cites a provision as a lawyer would, and `layout`
wraps and indents plain text.
"""

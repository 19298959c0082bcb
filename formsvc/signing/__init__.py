"""Electronic signatures on PDF; the only importer of pyHanko, loaded when first asked for.

slots ─ who signs where, in which order       sealing ─ the service signs with its own key
sheet ─ «Лист подписей», a place for each     outside ─ a signer's own tool signs, in two steps
mark  ─ what is seen of a signature           renewal ─ the next archive timestamp
                                              verifying ─ who signed what, is it intact, trusted
"""

"""Floor 2, the verbs: rules, policy, sealing; plain data out."""

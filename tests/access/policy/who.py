"""Who may enter, in the words of the policy."""

ANYONE, SIGNED_IN = "anyone", "signed in"
CLIENT, THERAPIST, ADMIN, OFFICER, CONFIDANT = "client", "therapist", "admin", "officer", "confidant"
OPERATOR = "operator"  # of the installation: no person of any practice

"""The launcher's second half, inside the virtual environment: native libraries, Redis, secrets, and the supervisor."""

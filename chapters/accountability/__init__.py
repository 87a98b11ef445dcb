"""The accountability report: computed from what the registry knows, written on by people, frozen when presented."""

# One line each; the logic is Python. PYTHON=python3.12 chooses another Python, ARGS="…" is passed on.
PYTHON ?= python3
IN = @$(PYTHON) ipspi/workshop/bootstrap.py
# all but the walks over every page, which ask the same queries once more
DATABASE = tests/ipspi tests/members tests/chapters tests/events
PYTEST = -m pytest -n logical --maxprocesses=8 --dist=worksteal
.PHONY: install demo test drills bench screenshots test-on-system-servers lint lock
install: ; $(IN) development
demo: ; $(IN) demo manage.py demo $(ARGS)
test: ; $(IN) development $(PYTEST) -m "not drill" $(ARGS)
bench: ; $(IN) development tests/bench/product.py $(ARGS)
screenshots: ; @IPSPI_SCREENSHOTS=screenshots $(PYTHON) ipspi/workshop/bootstrap.py development -m pytest tests/browser/test_every_page.py $(ARGS)
drills: ; $(IN) development -m pytest -m drill $(ARGS)
test-on-system-servers: ; @IPSPI_SERVERS=system $(PYTHON) ipspi/workshop/bootstrap.py development $(PYTEST) -m "database and not drill and not browser and not journey" $(or $(ARGS),$(DATABASE))
lint: ; $(IN) development -m ipspi.workshop.lint
lock: ; $(IN) development -m ipspi.workshop.pins $(ARGS)

# Everything a person does with this repository; `make` alone says what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run check test prove bench mechanisms contracts release-contracts topology wiring lock format up demo down environment

PORT ?= 8000
# A tenth of the full sizes; the tests read it as GONGJIAN_SCALE.
SCALE ?= 0.1
VENV := .gongjian/venv
PY := $(VENV)/bin/python
SERVICES := membership volunteering eldercare patrol cobuilding reporting
COMPOSE = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)

# `make run` started by another make would otherwise hand its job server on to the city.
unexport MAKEFLAGS
export GONGJIAN_SCALE = $(SCALE)

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8000   where the city listens        SCALE=0.1   sizes of the tests, 1 is full"
	@echo "  PYTHON=...  the interpreter to build with (3.11 or newer)"

run:  ## the whole city in one process on 127.0.0.1:$PORT, with a demo year in it
	@python=$$(deploy/requirements/choose-python) && "$$python" deploy/requirements/install.py run
	@exec $(PY) -m embedded --port $(PORT)

check: environment  ## the quick path: lint, types, walls, contracts, unit tests (two minutes)
	@exec $(PY) .ci/stages.py lint types walls contracts unit

test: environment  ## everything, on a real PostgreSQL and a real RabbitMQ (a quarter of an hour on two cores)
	@exec $(PY) .ci/stages.py lint types walls contracts unit database broker

prove:  ## the same at full size (forty minutes to an hour)
	@$(MAKE) --no-print-directory test SCALE=1

bench: environment  ## Gongjian beside its peers in one run, ratios first (four minutes; SCALE=1 a quarter of an hour)
	@exec $(PY) -m tests.load.bench

mechanisms: environment  ## the 126 rows of MECHANISMS with the tests that prove them
	@exec $(PY) -m pytest tests/mechanisms --mechanisms

contracts: environment  ## what a change breaks of the contracts' last release, in words
	@exec $(PY) -m contracts check

release-contracts: environment  ## write the contracts as released: VERSION=0.2.0 [DECISION=0012 for what is meant to break]
	@exec $(PY) -m contracts release $(VERSION) --commit $$(git rev-parse HEAD) $(if $(DECISION),--decision $(DECISION))

topology: environment  ## RabbitMQ's exchanges, queues and users, derived from the contracts
	@exec $(PY) -m runtime.cli topology

wiring: environment  ## which service hears which event, written beside the contracts
	@$(PY) -m runtime.cli wiring > .gongjian/wiring.json && mv .gongjian/wiring.json shared/contracts/src/contracts/wiring.json

lock: environment  ## recompile the hash-locked requirement files
	@cd deploy/requirements && ./lock

format: environment  ## put the code into the one layout
	@$(PY) -m ruff check --fix --quiet . ; exec $(PY) -m ruff format .

up:  ## the city as containers: every service its own, RabbitMQ between them
	@PORT=$(PORT) exec deploy/docker/up "$(COMPOSE)"

demo:  ## load the demo city into the containers
	@exec $(COMPOSE) --env-file .gongjian/compose.env run --rm demo

down:  ## stop the containers; data stays in the volumes
	@exec $(COMPOSE) --env-file .gongjian/compose.env down --remove-orphans

environment:
	@python=$$(deploy/requirements/choose-python) && "$$python" deploy/requirements/install.py test

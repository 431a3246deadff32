# One command for each thing a developer does. Each is a script that can be read; this is the list.
#
#   make run           a server on 127.0.0.1:2181, from nothing but Rust; builds the server alone
#   make build         every program: the server, the load generator, the tests' own
#   make test          every test and every check; the last line is the count
#   make test-clients  other people's client suites (kazoo, Druid's recipes, zkCli, Curator)
#   make bench         Ringkeeper, ZooKeeper and etcd side by side on this machine, in ten minutes:
#                      a page of tables and plots, target/bench/matrix.html
#   make bench-full    the same with every point, how costs grow, and bench-compare: hours
#   make bench-compare   the README's figures: one server each, then three
#   make bench-ensemble  of these only the three
#   make fuzz          each decoder and the log's recovery, SECONDS_EACH=30 on each target
#   make lint          the checks of `make test` without its tests
#   make fmt           format everything
#
# Everything is built with the release profile for the whole workspace, so that RocksDB is
# compiled once for all of them.

.PHONY: run build test test-clients test-clients-full fuzz lint fmt clean-data
.PHONY: bench bench-full bench-compare bench-ensemble bench-commit bench-tools

run:
	@scripts/install-build-tools
	@scripts/build ringkeeper
	@scripts/run

build:
	@scripts/install-build-tools
	@scripts/build

test:
	@scripts/install-build-tools
	@tests/clients/install-tools
	@tests/clients/fetch-zookeeper.sh
	@scripts/test

test-clients: build
	@tests/clients/run

test-clients-full: build
	@tests/clients/run full

# As `bench-compare`, with the results kept in the tree and the README's tables made from them.
bench-commit: bench-tools
	@target/release/ringkeeper-bench compare \
		--result bench/results/2-cores.json --table bench/results/2-cores.md
	@target/release/ringkeeper-bench compare-ensemble \
		--result bench/results/2-cores-ensemble.json --table bench/results/2-cores-ensemble.md
	@scripts/readme-numbers

bench: bench-tools
	@target/release/ringkeeper-bench matrix

bench-full: bench-tools
	@target/release/ringkeeper-bench matrix --full
	@target/release/ringkeeper-bench compare
	@target/release/ringkeeper-bench compare-ensemble

bench-compare: bench-tools
	@target/release/ringkeeper-bench compare
	@target/release/ringkeeper-bench compare-ensemble

bench-ensemble: bench-tools
	@target/release/ringkeeper-bench compare-ensemble

bench-tools: build
	@tests/clients/install-tools
	@tests/clients/fetch-zookeeper.sh
	@scripts/fetch-etcd

fuzz:
	@scripts/install-build-tools
	@scripts/fuzz

lint:
	@scripts/install-build-tools
	@scripts/lint

fmt:
	@cargo fmt --all

clean-data:
	rm -rf data

# The commands of the house. `make run` on a fresh Debian 12 installs packages, builds and starts the demo.
.DEFAULT_GOAL := build
.PHONY: packages test-packages assets build build-tests run test fuzz bench screenshots style mend clean

JOBS ?= $(shell nproc)

packages:
	@tools/install-packages build web

test-packages:
	@tools/install-packages build web test style

# Fonts of official documents and the demo's attachments.
assets: packages
	@tools/fetch-fonts build/fonts
	@tools/make-attachments build/attachments

# A first configuration leaves the tests out, so that `make run` needs no test packages; `make test` turns them on.
build/build.ninja:
	@cmake --preset release -DMINGJING_TESTS=OFF >/dev/null

build: assets build/build.ninja
	@ninja -C build -j $(JOBS) mingjing mingjing-sealer mingjing-portal mingjing-witness mingjing-verify

run: build
	@build/bin/mingjing demo --data data

build-tests: assets test-packages
	@cmake --preset release -DMINGJING_TESTS=ON >/dev/null
	@ninja -C build -j $(JOBS)

test: build-tests
	@cd build && ctest --output-on-failure --timeout 900

# One minute a target: FUZZ_SECONDS says otherwise.
fuzz:
	@tools/install-packages build fuzz
	@tools/fuzz $(or $(FUZZ_SECONDS),60)

# How fast, beside what cannot be saved; docs/performance.md says how to read it.
bench: build-tests
	@ninja -C build --quiet submit_bench seal_bench follow_bench
	@build/bin/submit_bench
	@build/bin/seal_bench
	@build/bin/follow_bench
	@build/bin/mingjing law check | tail -3

# The pages of a seeded demo, on a desk and on a telephone.
screenshots: build test-packages
	@tools/screenshots build/bin/mingjing build/screenshots

style: test-packages
	@git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror

mend:
	@git ls-files '*.h' '*.cpp' | xargs clang-format-14 -i

clean:
	@rm -rf build

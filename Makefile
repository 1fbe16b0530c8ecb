# The commands of the house. `make run` on a fresh Debian 12 installs packages, builds and starts the demo.
.DEFAULT_GOAL := build
.PHONY: packages test-packages assets build build-tests run test style mend clean

JOBS ?= $(shell nproc)

packages:
	@tools/install-packages build web

test-packages:
	@tools/install-packages build web test style

# Fonts of official documents, the demo's attachments, the browser's script.
assets: packages
	@tools/fetch-fonts build/fonts
	@tools/make-attachments build/attachments
	@tools/build-web

build/build.ninja: CMakeLists.txt cmake/house.cmake modules.json CMakePresets.json
	@cmake --preset release -DMINGJING_TESTS=OFF >build.configure.log 2>&1 || { cat build.configure.log; exit 1; }
	@rm -f build.configure.log

build: assets build/build.ninja
	@ninja -C build -j $(JOBS) mingjing mingjing-sealer mingjing-portal mingjing-verify

run: build
	@build/bin/mingjing demo --data data

build-tests: test-packages assets
	@cmake --preset release -DMINGJING_TESTS=ON >/dev/null
	@ninja -C build -j $(JOBS)

test: build-tests
	@cd build && ctest --output-on-failure --timeout 900

style:
	@git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror

mend:
	@git ls-files '*.h' '*.cpp' | xargs clang-format-14 -i

clean:
	@rm -rf build

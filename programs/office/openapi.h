#pragma once

namespace office {

/// Writes the OpenAPI document that a running office serves to standard output, without an installation: the
/// browser's types are made from it. Exit status: 0, 2 when there is no temporary folder.
[[nodiscard]] int print_openapi();

}  // namespace office

#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/shape.h"
#include "formats/reader.h"
#include "support/refusal.h"

namespace softmax::test {

/// All values of a document, in order.
inline std::vector<double> values_of(const formats::Document& document) {
  Buffer buffer;
  return document.values->read(0, element_count(document.shape), buffer).visit([](const auto& values) {
    return std::vector<double>(values.begin(), values.end());
  });
}

/// "(2, 1) 1 2": the shape and the values of a document.
inline std::string shown(const formats::Document& document) {
  std::string text = shape_text(document.shape);
  for (const double value : values_of(document)) text += fmt::format(" {}", value);
  return text;
}

/// The documents of a reader up to its end or to an error, and the error last, one a line.
inline std::string all_of(formats::Reader& reader) {
  std::string text;
  const std::string error = refusal([&] {
    while (const auto document = reader.next()) text += shown(*document) + "\n";
  });
  return error == "accepted" ? text : text + error + "\n";
}

}  // namespace softmax::test

// JSON without simdjson.

#include "bench/text_limit.h"

namespace softmax::bench {

const std::string_view text_limit_libraries = "std::from_chars, fmt";

std::vector<double> json_numbers(const std::string& path) { return scanned_numbers(path); }

}  // namespace softmax::bench

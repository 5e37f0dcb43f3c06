#pragma once

#include <string>
#include <variant>
#include <vector>

namespace softmax {

/// A JSON document around the tensor in it, byte for byte (--keep).
struct JsonFrame {
  std::string before;
  std::string after;
  bool flat = false;  ///< the tensor stood as one array of all elements beside its shape, and goes back so
};

/// What of a CSV file passes through, byte for byte but for line ends.
struct CsvFrame {
  char delimiter = ',';  ///< ' ' for runs of blanks
  bool has_header = false;
  std::string header;               ///< the first line, without its end
  std::vector<std::string> labels;  ///< a row's leading columns with the delimiter behind them; empty without labels
};

/// What stood around the tensor in its input, for a writer of the same format to put back.
using Frame = std::variant<std::monostate, JsonFrame, CsvFrame>;

}  // namespace softmax

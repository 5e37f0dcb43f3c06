#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/dtype.h"
#include "core/request.h"

namespace softmax::check {
/// The command line of a run, to be shown with something changed in it.
struct Command {
  Request request;
  std::optional<Dtype> dtype;        ///< --dtype, where it was given
  std::vector<std::string> reading;  ///< options that say how the input is read, as they were typed
  std::string input;                 ///< a path; empty for standard input

  /// The command for another request, quoted for a shell: "softmax --dim 0 --log logits.json".
  std::string text(const Request& other, std::optional<Dtype> other_dtype) const;
  std::string text(const Request& other) const { return text(other, dtype); }
};

/// A word for a POSIX shell, quoted where it has to be.
std::string shell_word(const std::string& word);

/// These dims as a request has them.
Dims dims_listed(const std::vector<std::size_t>& dims);

/// A Dims as --dim takes it: "0", "0,2", "all".
std::string dims_option(const Dims& dims);
}  // namespace softmax::check

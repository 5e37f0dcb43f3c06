#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/block.h"
#include "core/request.h"
#include "core/shape.h"
#include "core/sink.h"
#include "derive/forms.h"
#include "formats/reader.h"

namespace softmax::cli {

/// What --explain and --to say.
struct Explain {
  std::vector<long> index;  ///< negative coordinates count from the end
  derive::Form format = derive::Form::text;
};

/// Explains one element of a run's only tensor: is shown the tensor before it is computed, takes the result, and words
/// the explanation when all is done.
class Explaining {
 public:
  Explaining(const Explain& what, const Request& request, std::optional<int> precision)
      : what_(what), request_(request), precision_(precision) {}

  /// Takes the values of the document into memory, where they can be read again. Throws Error when the tensor has no
  /// such element, and for a second tensor.
  void keep(formats::Document& document);

  Sink& sink() { return result_; }

  /// The explanation; after the tensor has been computed.
  std::string text();

 private:
  Explain what_;
  Request request_;
  std::optional<int> precision_;
  bool has_tensor_ = false;
  Index index_;
  Tensor input_;
  MemorySink result_;
};

}  // namespace softmax::cli

#include "cli/explaining.h"

#include <cstddef>
#include <span>
#include <variant>

#include "core/block.h"
#include "core/error.h"
#include "derive/derivation.h"
#include "derive/element.h"

namespace softmax::cli {
namespace {

/// All values of a source, which need not be read again.
Values all_of(Source& source, std::size_t count) {
  Buffer buffer;
  return source.read(0, count, buffer).visit([]<Real T>(std::span<const T> values) {
    return Values(std::vector<T>(values.begin(), values.end()));
  });
}

}  // namespace
void Explaining::keep(formats::Document& document) {
  if (has_tensor_) throw Error("--explain takes a single tensor, the input holds several");
  has_tensor_ = true;
  index_ = derive::resolve(what_.index, document.shape);
  const std::size_t count = element_count(document.shape);
  input_ = {document.shape, document.dtype, no_values(document.dtype)};
  with_memory(
      [&] {
        input_.values = all_of(*document.values, count);
        document.values = memory_source(input_.values);
      },
      [&] {
        return memory_error(2 * memory_size(document.shape, document.dtype),
                            tensor_text("tensor", document.shape, document.dtype) + ", which --explain keeps twice");
      });
}

std::string Explaining::text() {
  const derive::Derivation derivation = derive::derive(input_, result_.tensor(), request_, index_);
  return derive::written(derivation, what_.format, precision_);
}

}  // namespace softmax::cli

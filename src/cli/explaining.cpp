#include "cli/explaining.h"

#include <cstddef>
#include <span>
#include <variant>

#include "core/error.h"
#include "core/memory.h"
#include "core/source.h"
#include "derive/derivation.h"
#include "derive/element.h"

namespace softmax::cli {
namespace {

/// All values of a source, which need not be read again.
template <Real T>
std::vector<T> all_of(Source<T>& source, std::size_t count) {
  std::vector<T> buffer;
  const std::span<const T> values = source.read(0, count, buffer);
  if (values.data() == buffer.data()) return buffer;
  return {values.begin(), values.end()};
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
        input_.values =
            std::visit([&](const auto& source) -> Values { return all_of(*source, count); }, document.values);
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

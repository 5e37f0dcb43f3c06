#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "text/decimal.h"
#include "text/number.h"
#include "text/text.h"

namespace softmax::formats {
namespace {
/// The text of the number times its factor.
std::string with_factor(const NumberToken& number) {
  const std::size_t mantissa = std::min(number.text.find_first_of("eE"), number.text.size());
  const std::string own = formatted("1{}", number.text.substr(mantissa));
  return formatted("{}e{}", number.text.substr(0, mantissa), Decimal(own, number.power).magnitude());
}

class PrintedReader : public Reader {
 public:
  PrintedReader(std::string name, std::string text, const ReadOptions& options)
      : Reader(Format::text), options_(options), text_(std::move(name), std::move(text)), scanned_(text_) {
    tensors_ = scan_prints(scanned_, options.is_expected);
    if (!tensors_.empty()) return;
    throw Error({text_.name(), 0, 0, {}, 0},
                "no tensor: expected numbers in brackets, as in [[1, 2], [3, 4]] or tensor([1., 2.])");
  }

  std::optional<Document> next() override {
    if (next_ == tensors_.size()) return std::nullopt;
    const PrintedTensor& tensor = tensors_[next_++];
    Document document;
    document.shape = options_.shape ? reshaped(*options_.shape, tensor.numbers.size()) : tensor.shape;
    document.dtype = options_.dtype.value_or(tensor.dtype.value_or(Dtype::float64));
    document.values = memory_source(values(tensor, document.dtype));
    if (options_.digits) {
      document.print =
          Print{printed_numbers(tensor.numbers),    tensor.printer, tensor.columns, tensor.dtype, tensor.says_tensor,
                tensor.shows_rank || options_.shape};
    }
    return document;
  }

  bool is_sequence() const override { return tensors_.size() > 1; }

  bool says_tensor() const override { return tensors_.front().says_tensor; }

 private:
  Values values(const PrintedTensor& tensor, Dtype dtype) const {
    if (dtype == Dtype::float64) return values_as<double>(tensor, dtype);
    return values_as<float>(tensor, dtype);
  }

  template <Real T>
  std::vector<T> values_as(const PrintedTensor& tensor, Dtype dtype) const {
    std::vector<T> values;
    values.reserve(tensor.numbers.size());
    for (const NumberToken& number : tensor.numbers) {
      T value{};
      std::string scaled;
      std::string_view text = number.text;
      if (number.power != 0) text = scaled = with_factor(number);
      if (scan_number(text.data(), text.data() + text.size(), NumberSyntax::with_plus, dtype, value).status ==
          NumberStatus::beyond_range) {
        const bool is_spelt = number.text.data() >= text_.begin() && number.text.data() < text_.end();
        text_.fail(is_spelt ? number.text.data() : tensor.begin, beyond_range_text(text, dtype));
      }
      values.push_back(value);
    }
    return values;
  }

  ReadOptions options_;
  Text text_;
  PrintText scanned_;
  std::vector<PrintedTensor> tensors_;
  std::size_t next_ = 0;
};
}  // namespace

std::unique_ptr<Reader> printed_reader(Input input, const ReadOptions& options, Format) {
  std::string name = input.name();
  return std::make_unique<PrintedReader>(std::move(name), input.read_rest(), options);
}

std::unique_ptr<Reader> printed_reader(std::string name, std::string text, const ReadOptions& options) {
  return std::make_unique<PrintedReader>(std::move(name), std::move(text), options);
}
}  // namespace softmax::formats

#include "fuzz/reading.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "fuzz/target.h"
#include "support/documents.h"
#include "support/memory_file.h"
#include "support/piped_input.h"
#include "support/refusal.h"

namespace softmax::fuzz {
namespace {

std::string frame_text(const Frame& frame) {
  if (const auto* json = std::get_if<JsonFrame>(&frame)) {
    return fmt::format("before {} after {} flat {}\n", json->before, json->after, json->flat);
  }
  const auto* csv = std::get_if<CsvFrame>(&frame);
  if (csv == nullptr) return {};
  std::string text = fmt::format("delimiter {} header {} {}\n", csv->delimiter, csv->has_header, csv->header);
  for (const std::string& label : csv->labels) text += fmt::format("label {}\n", label);
  return text;
}

/// Puts the values of the document into `tensor`.
std::string take(const formats::Document& document, Tensor& tensor) {
  const std::vector<double> values = test::values_of(document);
  tensor = {document.shape, document.dtype, no_values(document.dtype)};
  std::visit([&values](auto& kept) { kept.assign(values.begin(), values.end()); }, tensor.values);
  std::string text = fmt::format("{} {}", name(document.dtype), shape_text(document.shape));
  for (const double value : values) text += fmt::format(" {}", value);
  text.append("\n").append(frame_text(document.frame));
  for (const std::string& note : document.notes) text += fmt::format("note {}\n", note);
  return text;
}

Reading read_all(Input input, const formats::ReadOptions& options) {
  Reading reading;
  const std::string error = test::refusal([&] {
    const std::unique_ptr<formats::Reader> reader = formats::open_reader(std::move(input), options);
    reading.format = reader->format();
    while (const std::optional<formats::Document> document = reader->next()) {
      Tensor tensor;
      reading.documents += take(*document, tensor);
      reading.tensors.push_back(std::move(tensor));
      reading.frames.push_back(document->frame);
    }
    reading.says_tensor = reader->says_tensor();
    reading.documents += fmt::format("sequence {} tensor {}\n", reader->is_sequence(), reading.says_tensor);
  });
  if (error != "accepted") reading.error = error;
  return reading;
}

}  // namespace

Reading read_file(std::string_view bytes, const formats::ReadOptions& options) {
  const test::MemoryFile file(bytes);
  return read_all(Input::open(file.path()), options);
}

Reading read_pipe(std::string_view bytes, const formats::ReadOptions& options) {
  return read_all(test::piped_input(bytes), options);
}

Reading read_every_way(std::string_view text, const formats::ReadOptions& options) {
  Reading whole = read_file(text, options);
  const auto expect_same = [&](const Reading& other, std::size_t piece_size, std::string_view way) {
    expect(other == whole, fmt::format("in pieces of {} bytes of a {} it is\n{}{}\nwhole it is\n{}{}", piece_size, way,
                                       other.documents, other.error, whole.documents, whole.error));
  };
  formats::ReadOptions pieces = options;
  for (const std::size_t size : {1U, 6U, 40U}) {
    if (size > text.size()) break;
    pieces.piece_size = size;
    expect_same(read_file(text, pieces), size, "file");
  }
  pieces.threads = text.size() % 2 == 0 ? 2 : 1;
  pieces.piece_size = text.size() / 3 + 1;
  expect_same(read_pipe(text, pieces), pieces.piece_size, "pipe");
  return whole;
}

}  // namespace softmax::fuzz

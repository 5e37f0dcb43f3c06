#include "formats/writer.h"

#include "core/error.h"
#include "formats/csv/writer.h"
#include "formats/json/writer.h"
#include "formats/npy/writer.h"
#include "formats/printed/numpy.h"
#include "formats/printed/torch.h"

namespace softmax::formats {

std::unique_ptr<Sink> open_writer(Output& output, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::jsonl:
      return json_writer(output, options);
    case Format::csv:
    case Format::tsv:
      return csv_writer(output, options);
    case Format::npy:
      return npy_writer(output);
    case Format::torch:
      return torch_writer(output, options);
    case Format::numpy:
      return numpy_writer(output, options);
    case Format::text:
      break;
  }
  throw Error("text is a format to read; expected one to write: json, jsonl, csv, tsv, npy, torch or numpy");
}

}  // namespace softmax::formats

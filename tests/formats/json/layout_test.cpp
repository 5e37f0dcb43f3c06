// Members that say the shape of flat elements or the order they are in.

#include <string>

#include <doctest/doctest.h>

#include "formats/reader.h"
#include "support/documents.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;

namespace {

std::string reading(const std::string& json) {
  std::string text;
  const std::string error = test::refusal([&] {
    const test::TemporaryFile file(json);
    ReadOptions options;
    options.format = Format::json;
    const auto document = open_reader(Input::open(file.path()), options)->next();
    text = test::shown(*document);
    if (document->dtype != Dtype::float64) text += " " + std::string(name(document->dtype));
    for (const std::string& note : document->notes) text += "; " + note;
  });
  return error == "accepted" ? text : error;
}

std::string by_columns(const std::string& place, const std::string& key) {
  return place + ": \"" + key +
         "\" says that \"data\" is written column by column; expected it row by row, or as nested arrays";
}

}  // namespace

TEST_CASE("JSON: a member that says column by column is refused under whatever name") {
  const std::string start = R"({"shape":[2,2],"data":[1,2,3,4],)";
  for (const std::string member :
       {R"("row_major":false)", R"("is_row_major":0)", R"("c_order":false)", R"("c_contiguous":"False")",
        R"("f_contiguous":true)", R"("fortran":true)", R"("fortran_order":true)", R"("columnMajor":true)",
        R"("col_major":1)", R"("order":"F")", R"("storage_order":"ColMajor")", R"("storageOrder":"column_major")",
        R"("memory_layout":"F")", R"("storage":"column-major")", R"("majorOrder":"column")", R"("major":"col")",
        R"("format":"Fortran")"}) {
    CAPTURE(member);
    const std::string key = member.substr(1, member.find('"', 1) - 1);
    const std::string place = "1:" + std::to_string(start.size() + member.find(':') + 2);
    CHECK(reading(start + member + "}") == by_columns(place, key));
  }
}

TEST_CASE("JSON: a member that says row by row changes nothing, nor does one about nested arrays") {
  const std::string read = "(2, 2) 1 2 3 4; the tensor is the member \"data\", in the shape of \"shape\"";
  for (const std::string member :
       {R"("row_major":true)", R"("c_order":true)", R"("f_contiguous":false)", R"("fortran":null)", R"("order":"C")",
        R"("storage_order":"RowMajor")", R"("layout":"flat")", R"("layout":"strided")", R"("transposed":false)",
        R"("name":"f")"}) {
    CAPTURE(member);
    CHECK(reading(R"({"shape":[2,2],"data":[1,2,3,4],)" + member + "}") == read);
  }
  CHECK(reading(R"({"shape":[2,2],"data":[[1,2],[3,4]],"row_major":false})") == read);
  CHECK(reading(R"({"shape":[1,3],"data":[1,2,3],"c_contiguous":true,"f_contiguous":true})") ==
        "(1, 3) 1 2 3; the tensor is the member \"data\", in the shape of \"shape\"");
}

TEST_CASE("JSON: a transposed tensor is refused with the options that read it") {
  for (const std::string key : {"transposed", "isTransposed", "transpose"}) {
    CAPTURE(key);
    CHECK(reading(R"({"shape":[2,2],"data":[1,2,3,4],")" + key + "\":true}") ==
          "1:" + std::to_string(36 + key.size()) + ": \"" + key +
              "\" leaves open in which order the elements of \"data\" are; --pointer /data with --shape reads them row "
              "by row");
  }
}

TEST_CASE("JSON: members that count rows and columns are refused under whatever name") {
  for (const auto& [rows, columns] : {std::pair<std::string, std::string>{"rows", "cols"},
                                      {"numRows", "numCols"},
                                      {"nRows", "nCols"},
                                      {"num_rows", "num_columns"},
                                      {"rowCount", "columnCount"},
                                      {"n_rows", "n_cols"},
                                      {"number_of_rows", "number_of_columns"},
                                      {"height", "width"},
                                      {"nrow", "ncol"}}) {
    const std::string start = "{\"type\":1,\"" + rows + "\":2,\"" + columns + "\":3,\"values\":";
    CHECK(reading(start + "[1,2,3,4,5,6]}") ==
          "1:" + std::to_string(start.size() + 1) + ": \"" + rows + "\" and \"" + columns +
              "\" say shape (2, 3), but not the order of the elements of \"values\"; --pointer /values --shape 2,3 "
              "reads them row by row");
    CHECK(reading(start + "[1,2,3,4,5]}") == "(5,) 1 2 3 4 5; the tensor is the member \"values\"");
  }
}

TEST_CASE("JSON: TensorFlow's TensorProto is read in its tensorShape") {
  CHECK(reading(R"({"dtype":"DT_FLOAT","tensorShape":{"dim":[{"size":"2"},{"size":"2"}]},"floatVal":[1,2,3,4]})") ==
        "(2, 2) 1 2 3 4 float32; the tensor is the member \"floatVal\", in the shape of \"tensorShape\"");
  CHECK(reading(R"({"dtype":"DT_DOUBLE","tensor_shape":{"dim":[{"size":3}]},"double_val":[1,2,3]})") ==
        "(3,) 1 2 3; the tensor is the member \"double_val\", in the shape of \"tensor_shape\"");
  CHECK(reading(R"({"dtype":"DT_DOUBLE","tensorShape":{},"doubleVal":[5]})") ==
        "() 5; the tensor is the member \"doubleVal\", in the shape of \"tensorShape\"");
  CHECK(reading(R"({"dtype":"DT_HALF","tensorShape":{"dim":[{"size":"2"}]},"halfVal":[15360,16384]})") ==
        "1:67: \"halfVal\" has the bits of float16 or bfloat16 numbers as integers; expected the numbers, as "
        "tf.make_ndarray returns them");
  CHECK(reading(R"({"dtype":"DT_FLOAT","tensorShape":{"dim":[{"size":"-1"},{"size":"2"}]},"floatVal":[1,2]})") ==
        "1:35: \"tensorShape\" does not say the size of each dim; --pointer with --shape reads the elements");
}

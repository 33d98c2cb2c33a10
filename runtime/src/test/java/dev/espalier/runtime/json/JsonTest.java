package dev.espalier.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void membersKeepTheirOrderAndAreIndentedByTwoSpaces() {
    Json json = Json.object()
        .put("network", "LeNet300")
        .put("layers", Json.array().add(Json.object().put("name", "hidden1").put("dense", false)).add(Json.object()))
        .put("error", Json.array().add(1.5).add(2).add("x"))
        .put("none", Json.array())
        .putNull("artefact");

    assertThat(json.text()).isEqualTo("""
        {
          "network": "LeNet300",
          "layers": [
            {
              "name": "hidden1",
              "dense": false
            },
            {}
          ],
          "error": [1.5, 2, "x"],
          "none": [],
          "artefact": null
        }""");
  }

  @Test
  void integersArePrintedExactlyAndRealsShortest() {
    assertThat(Json.array().add(Long.MAX_VALUE).add(Long.MIN_VALUE).text())
        .isEqualTo("[9223372036854775807, -9223372036854775808]");
    assertThat(Json.array().add(0.1).add(0.1f).add(1e-7).add(-0.0).add(1.0 / 3).text())
        .isEqualTo("[0.1, 0.1, 1.0E-7, -0.0, 0.3333333333333333]");
  }

  @Test
  void everyStringReadsBackAsItWas() {
    String awkward = "\"\\\n\r\t\b\f\u0000\u001f\u007f é 漢 \uD83C\uDF33 \uD83C lone \uDF33";
    String text = Json.object().put(awkward, awkward).text();

    assertThat(JsonReader.read(text)).isEqualTo(Map.of(awkward, awkward));
    assertThat(text).contains("\uD83C\uDF33").contains("\\ud83c lone \\udf33").doesNotContain("\u007f");
  }

  @Test
  void nanAndInfinityAreRefusedWithTheirPlace() {
    Json nan = Json.object().put("layers", Json.array().add(1).add(Json.object().put("sparsity", Double.NaN)));
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(nan::text)
        .withMessage("[Espalier/NotJson] 'layers[1].sparsity' is NaN; JSON has no such number.\n"
            + "  Fix: leave it out, or put null.");
    Json infinite = Json.object().put("loss", Float.NEGATIVE_INFINITY);
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(infinite::text)
        .withMessageContaining("'loss' is -Infinity");
  }

  @Test
  void aMemberPutTwiceIsRefused() {
    JsonObject object = Json.object().put("macs", 1);
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> object.put("macs", 2))
        .withMessageContaining("'macs' is put twice");
  }

  @Test
  void aLineIsTheSameValueOnOneLine() {
    JsonObject value = Json.object().put("a", Json.array().add(Json.object().put("b", 1)).add("x\ny")).put("c", 0.5);
    assertThat(value.line()).isEqualTo("{\"a\": [{\"b\": 1}, \"x\\ny\"], \"c\": 0.5}");
    assertThat(JsonReader.read(value.line())).isEqualTo(JsonReader.read(value.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\"", "{\"a\": 1,}", "[1 2]", "\"abc", "\"\\", "\"\\u12", "\"\\x\"", "01", "nul", "NaN",
      "{\"a\": 1, \"a\": 2}", "1 1", "\"\t\"", "[]x", "{a:1}"})
  void whatIsNoJsonIsRefusedWithItsPlace(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class).hasMessageContaining("character");
  }
}

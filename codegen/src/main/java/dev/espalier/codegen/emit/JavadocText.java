package dev.espalier.codegen.emit;

/** Text that stands in Javadoc as it is. */
final class JavadocText {

  private JavadocText() {}

  /** In code style; braces that do not pair would end the tag early, so that they are written as entities. */
  static String code(String text) {
    return balanced(text) ? "{@code " + text + "}" : "<code>" + escaped(text) + "</code>";
  }

  /** With the characters of HTML and of block tags as entities. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
        .replace("{", "&#123;").replace("}", "&#125;").replace("*/", "*&#47;");
  }

  private static boolean balanced(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += switch (text.charAt(i)) {
        case '{' -> 1;
        case '}' -> -1;
        default -> 0;
      };
      if (depth < 0) {
        return false;
      }
    }
    return depth == 0 && !text.contains("*/");
  }
}

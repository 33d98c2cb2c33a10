package dev.espalier.processor;

import dev.espalier.codegen.pass.Finding;
import java.util.List;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic.Kind;

/** Hands findings to the Java compiler, each at its place. */
record FindingPrinter(Messager messager) {

  void print(List<Finding> findings) {
    findings.forEach(this::print);
  }

  private void print(Finding finding) {
    Kind kind = switch (finding.problem().diagnostic().severity()) {
      case ERROR -> Kind.ERROR;
      case WARNING -> Kind.WARNING;
      case NOTE -> Kind.NOTE;
    };
    String text = finding.problem().text();
    if (finding.source() instanceof MirrorSource place) {
      messager.printMessage(kind, text, place.element(), place.annotation(), place.value());
    } else {
      messager.printMessage(kind, text);
    }
  }
}

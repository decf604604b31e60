package org.workherald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set wrongly stops the start with one line that names the setting, and no stack. */
class WrongSettingsIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_EXPORTER_OTLP_ENDPOINT | collector:4318"
            + " | OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://collector:4318",
        "WORKHERALD_DATABASE_URL | jdbc:mysql://db/workherald"
            + " | workherald.database.url must look like jdbc:postgresql://host:5432/database"
      })
  void areToldInOneLine(String variable, String value, String told) {
    try (PackagedService service = new PackagedService(folder).with(variable, value)) {
      assertThatThrownBy(service::start).hasMessageContaining("it ended");
      assertThat(service.log())
          .filteredOn(line -> line.contains(told))
          .singleElement()
          .isEqualTo(told);
      assertThat(service.log())
          .noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
    }
  }
}

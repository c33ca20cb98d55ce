package com.example.parcels;

import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@SpringBootTest
@AutoConfigureMockMvc
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class ParcelControllerTest {
  private static final String CODE = "4006381333931";

  @Autowired private MockMvc http;

  @Test
  void aParcelIsFollowedUntilItIsDelivered() throws Exception {
    accept(CODE).andExpect(status().isCreated());
    scan("IN_TRANSIT").andExpect(status().isOk());
    scan("DELIVERED").andExpect(jsonPath("$.scans.length()").value(2));
    scan("IN_TRANSIT").andExpect(status().isConflict());
    http.perform(get("/parcels/" + CODE))
        .andExpect(jsonPath("$.scans[1].status").value("DELIVERED"));
  }

  @Test
  void aMistypedCodeIsRefused() throws Exception {
    accept("4006381333932").andExpect(status().isConflict());
  }

  @Test
  void nobodyKnowsAParcelThatWasNotAccepted() throws Exception {
    http.perform(get("/parcels/" + CODE)).andExpect(status().isNotFound());
  }

  @Test
  void itIsHealthyWithoutADatabase() throws Exception {
    http.perform(get("/actuator/health")).andExpect(jsonPath("$.status").value("UP"));
  }

  private ResultActions accept(String code) throws Exception {
    return send("/parcels", "{\"code\": \"" + code + "\", \"recipient\": \"A. Byron\"}");
  }

  private ResultActions scan(String status) throws Exception {
    return send("/parcels/" + CODE + "/scans", "{\"place\": \"Depot 4\", \"status\": \"" + status + "\"}");
  }

  private ResultActions send(String path, String body) throws Exception {
    return http.perform(post(path).contentType(APPLICATION_JSON).content(body));
  }
}

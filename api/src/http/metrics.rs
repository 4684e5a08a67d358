//! Numbers for whoever runs the service: how many requests, how long, how they ended. Nothing of any organisation.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, web};
use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

/// The numbers of one server. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Metrics(Arc<PrometheusRecorder>);

const REQUESTS: &str = "obligraph_http_requests_total";
const DURATION: &str = "obligraph_http_request_duration_seconds";
const UNDER_WAY: &str = "obligraph_http_requests_in_flight";

/// From a lookup in memory to what a client gives up on, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

impl Metrics {
    pub(crate) fn new() -> Self {
        // Buckets are refused where there are none.
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).unwrap_or_default();
        Self(Arc::new(builder.build_recorder()))
    }

    /// Counts a request among those under way, until what is given back is dropped.
    pub(crate) fn begin(&self) -> UnderWay {
        with_local_recorder(&*self.0, || gauge!(UNDER_WAY).increment(1));
        UnderWay(self.clone())
    }

    pub(crate) fn record(&self, path: &str, status: StatusCode, duration: Duration) {
        let class = format!("{}xx", status.as_u16() / 100);
        with_local_recorder(&*self.0, || {
            counter!(REQUESTS, "path" => path.to_owned(), "status" => class).increment(1);
            histogram!(DURATION, "path" => path.to_owned()).record(duration.as_secs_f64());
        });
    }

    /// In the text format of Prometheus.
    fn text(&self) -> String {
        self.0.handle().run_upkeep();
        self.0.handle().render()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// A request that is under way.
pub(crate) struct UnderWay(Metrics);

impl Drop for UnderWay {
    fn drop(&mut self) {
        with_local_recorder(&*self.0.0, || gauge!(UNDER_WAY).decrement(1));
    }
}

pub(crate) async fn get(metrics: web::Data<Metrics>) -> HttpResponse {
    let content_type = (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    HttpResponse::Ok().insert_header(content_type).body(metrics.text())
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const requestTimeout = 30 * time.Second

// server is a connection to the API server as its administrator.
type server struct {
	base    string
	workers int
	// plain speaks whatever HTTP version is agreed on; upgrading speaks HTTP/1.1, which is the
	// version that connections can be upgraded from.
	plain, upgrading *http.Client
	kinds            kinds
}

func connect(kubeconfig string, workers int) (*server, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	s := &server{base: strings.TrimSuffix(config.Host, "/"), workers: max(workers, 1)}
	if s.plain, err = rest.HTTPClientFor(config); err != nil {
		return nil, err
	}
	upgrading := rest.CopyConfig(config)
	upgrading.NextProtos = []string{"http/1.1"}
	if s.upgrading, err = rest.HTTPClientFor(upgrading); err != nil {
		return nil, err
	}
	for _, client := range []*http.Client{s.plain, s.upgrading} {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return s, nil
}

// identity is whom a request impersonates; without a user it is the administrator's own.
type identity struct {
	As       string              `json:"as"`
	AsGroups []string            `json:"asGroups"`
	AsUID    string              `json:"asUid"`
	AsExtra  map[string][]string `json:"asExtra"`
}

func (i identity) impersonate(header http.Header) {
	if i.As != "" {
		header.Set("Impersonate-User", i.As)
	}
	for _, group := range i.AsGroups {
		header.Add("Impersonate-Group", group)
	}
	if i.AsUID != "" {
		header.Set("Impersonate-Uid", i.AsUID)
	}
	for key, values := range i.AsExtra {
		for _, value := range values {
			header.Add("Impersonate-Extra-"+key, value)
		}
	}
}

type call struct {
	identity
	Method      string          `json:"method"`
	Path        string          `json:"path"`
	Body        json.RawMessage `json:"body"`
	ContentType string          `json:"contentType"`
	Accept      string          `json:"accept"`
	Upgrade     string          `json:"upgrade"`
	// Raw asks for the body of the answer.
	Raw bool `json:"raw"`
}

// reply is an HTTP answer. Of a body without raw only a Status object is read.
type reply struct {
	Code     int             `json:"code"`
	Reason   string          `json:"reason,omitempty"`
	Message  string          `json:"message,omitempty"`
	Causes   []cause         `json:"causes,omitempty"`
	Warnings []string        `json:"warnings,omitempty"`
	Body     json.RawMessage `json:"body,omitempty"`
	Text     string          `json:"text,omitempty"`
	Error    string          `json:"error,omitempty"`
}

type cause struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Reason  string `json:"reason"`
}

func (s *server) do(c call) reply {
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	method := c.Method
	if method == "" {
		method = http.MethodGet
	}
	request, err := http.NewRequestWithContext(ctx, method, s.base+c.Path, bytes.NewReader(c.Body))
	if err != nil {
		return reply{Error: err.Error()}
	}
	if len(c.Body) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.ContentType != "" {
		request.Header.Set("Content-Type", c.ContentType)
	}
	if c.Accept != "" {
		request.Header.Set("Accept", c.Accept)
	}
	c.impersonate(request.Header)
	client := s.plain
	if c.Upgrade != "" {
		if err := askForUpgrade(request.Header, c.Upgrade); err != nil {
			return reply{Error: err.Error()}
		}
		client = s.upgrading
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{Error: err.Error()}
	}
	// What is left of a body does not matter, and an answer may be an endless watch.
	defer response.Body.Close()
	return read(response, c.Raw)
}

func askForUpgrade(header http.Header, protocol string) error {
	header.Set("Connection", "Upgrade")
	switch protocol {
	case "websocket":
		header.Set("Upgrade", "websocket")
		header.Set("Sec-WebSocket-Version", "13")
		header.Set("Sec-WebSocket-Key", "cm9sZWNhbGwgb2YgMTZiIQ==")
		header.Set("Sec-WebSocket-Protocol", "v5.channel.k8s.io, v4.channel.k8s.io, v4.base64.channel.k8s.io")
	case "spdy":
		header.Set("Upgrade", "SPDY/3.1")
		header.Set("X-Stream-Protocol-Version", "v4.channel.k8s.io")
	default:
		return errors.New("upgrade must be websocket or spdy")
	}
	return nil
}

func read(response *http.Response, raw bool) reply {
	answer := reply{Code: response.StatusCode}
	// Headers that are no warnings are of no interest here.
	warnings, _ := utilnet.ParseWarningHeaders(response.Header["Warning"])
	for _, warning := range warnings {
		answer.Warnings = append(answer.Warnings, warning.Text)
	}
	failed := response.StatusCode >= 400
	if response.StatusCode == http.StatusSwitchingProtocols || !failed && !raw {
		return answer
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	var status metav1.Status
	if failed && json.Unmarshal(body, &status) == nil && status.Kind == "Status" {
		answer.Reason, answer.Message = string(status.Reason), status.Message
		if status.Details != nil {
			for _, c := range status.Details.Causes {
				answer.Causes = append(answer.Causes, cause{Field: c.Field, Message: c.Message, Reason: string(c.Type)})
			}
		}
	} else if failed {
		answer.Message = strings.TrimSpace(string(body))
	}
	if raw && json.Valid(body) {
		answer.Body = body
	} else if raw {
		answer.Text = string(body)
	}
	return answer
}

// each calls do for every index, in several goroutines.
func (s *server) each(count int, do func(int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(s.workers, count) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				do(i)
			}
		}()
	}
	for i := range count {
		next <- i
	}
	close(next)
	wait.Wait()
}

func (s *server) requests(line []byte) (any, error) {
	var request struct {
		Requests []call `json:"requests"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	answers := make([]reply, len(request.Requests))
	s.each(len(answers), func(i int) { answers[i] = s.do(request.Requests[i]) })
	return map[string]any{"answers": answers}, nil
}

func (s *server) get(line []byte) (any, error) {
	var request call
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	request.Method, request.Raw = http.MethodGet, true
	return s.do(request), nil
}
